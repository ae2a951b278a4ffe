# Sourced by mvnw and diptych: finds a JDK (17 or newer) and Maven (3.8.7 or newer), installs what is missing through the
# system's package manager where that is allowed, and says exactly what to install where it is not.

toolchain_java_major() { # JAVA -> 17, 25, ... or nothing
  "$1" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1
}

toolchain_install() { # PACKAGE... -> installs, or explains and fails
  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as_root=(sudo -n); else as_root=(false); fi
  fi
  if [ "${as_root[*]-}" = false ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "diptych: needs a JDK 17 or newer and Maven 3.8.7 or newer; install them, on Debian or Ubuntu with:" >&2
    echo "  sudo apt-get install $*" >&2
    return 2
  fi
  echo "diptych: installing $* through the system's package manager (first use only)" >&2
  "${as_root[@]+"${as_root[@]}"}" apt-get update -qq >&2 &&
    DEBIAN_FRONTEND=noninteractive "${as_root[@]+"${as_root[@]}"}" apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# Sets TOOLCHAIN_JAVA_HOME to a JDK of 17 or newer: JAVA_HOME, the PATH's, or what the system has installed.
toolchain_find_jdk() {
  local candidate major
  TOOLCHAIN_JAVA_HOME=""
  for candidate in "${JAVA_HOME:-}" "$(command -v javac >/dev/null 2>&1 && dirname "$(dirname "$(readlink -f "$(command -v javac)")")")" /usr/lib/jvm/*; do
    [ -n "$candidate" ] && [ -x "$candidate/bin/javac" ] && [ -x "$candidate/bin/java" ] || continue
    major=$(toolchain_java_major "$candidate/bin/java")
    if [ "${major:-0}" -ge 17 ]; then TOOLCHAIN_JAVA_HOME=$candidate; return 0; fi
  done
  return 1
}

toolchain_maven_fits() {
  local version
  version=$(mvn -B -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p' | head -n 1)
  [ -n "$version" ] && [ "$(printf '%s\n3.8.7\n' "$version" | sort -V | head -n 1)" = 3.8.7 ]
}

# Exports JAVA_HOME; afterwards mvn is on the PATH.
toolchain_ensure() {
  local missing=()
  toolchain_find_jdk || missing+=(openjdk-17-jdk-headless)
  command -v mvn >/dev/null 2>&1 || missing+=(maven)
  if [ ${#missing[@]} -gt 0 ]; then
    toolchain_install "${missing[@]}" || return 2
    toolchain_find_jdk || { echo "diptych: no JDK of 17 or newer was found after installing ${missing[*]}" >&2; return 2; }
  fi
  export JAVA_HOME=$TOOLCHAIN_JAVA_HOME
  toolchain_maven_fits || { echo "diptych: $(command -v mvn) is older than Maven 3.8.7, or does not run; install a newer one" >&2; return 2; }
}
