package dev.diptych.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The cut of {@code docs/architecture.md}, held. */
@AnalyzeClasses(packages = "dev.diptych", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] DETERMINISTIC = {
        "dev.diptych.model..", "dev.diptych.sim..", "dev.diptych.systems..", "dev.diptych.traces.graph.."
    };

    @ArchTest
    static final ArchRule modelKnowsNoOtherModule = noClasses()
            .that()
            .resideInAPackage("dev.diptych.model..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.diptych.systems..",
                    "dev.diptych.sim..",
                    "dev.diptych.real..",
                    "dev.diptych.solver..",
                    "dev.diptych.traces..",
                    "dev.diptych.validation..",
                    "dev.diptych.kernels..",
                    "dev.diptych.cli..");

    @ArchTest
    static final ArchRule systemsKnowNoBackend = noClasses()
            .that()
            .resideInAPackage("dev.diptych.systems..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.diptych.sim..", "dev.diptych.real..", "dev.diptych.cli..");

    @ArchTest
    static final ArchRule validationKnowsNoBackend = noClasses()
            .that()
            .resideInAnyPackage("dev.diptych.validation..", "dev.diptych.traces..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.diptych.sim..", "dev.diptych.real..", "dev.diptych.systems..", "dev.diptych.cli..");

    @ArchTest
    static final ArchRule onlyRealKnowsJcuda = noClasses()
            .that()
            .resideOutsideOfPackage("dev.diptych.real..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jcuda..");

    @ArchTest
    static final ArchRule onlySolverKnowsOrTools = noClasses()
            .that()
            .resideOutsideOfPackage("dev.diptych.solver..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.google.ortools..");

    @ArchTest
    static final ArchRule deterministicPackagesReadNoClock = noClasses()
            .that()
            .resideInAnyPackage(DETERMINISTIC)
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(Math.class, "random");

    @ArchTest
    static final ArchRule deterministicPackagesDrawKeyedNumbersOnly = noClasses()
            .that()
            .resideInAnyPackage(DETERMINISTIC)
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                    "java\\.util\\.(Random|SplittableRandom|concurrent\\.ThreadLocalRandom)|java\\.security\\.SecureRandom");

    /** All but one class, whose threads do what makes no difference to each other. */
    @ArchTest
    static final ArchRule deterministicPackagesStartNoThread = noClasses()
            .that()
            .resideInAnyPackage(DETERMINISTIC)
            .and()
            .doNotHaveFullyQualifiedName("dev.diptych.sim.engine.Workers")
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                    "java\\.lang\\.Thread|java\\.util\\.concurrent\\.(Executor.*|ForkJoinPool|CompletableFuture)");

    /** Their last bit is the JDK's own affair; StrictMath's is not. sqrt, floor and the like are exact. */
    @ArchTest
    static final ArchRule deterministicPackagesUseStrictTranscendentals = noClasses()
            .that()
            .resideInAnyPackage(DETERMINISTIC)
            .should()
            .callMethodWhere(
                    com.tngtech.archunit.base.DescribedPredicate.describe(
                            "a transcendental function of Math",
                            call -> call.getTargetOwner().isEquivalentTo(Math.class)
                                    && call.getName()
                                            .matches(
                                                    "exp|expm1|log|log10|log1p|pow|sin|cos|tan|cbrt|sinh|cosh|tanh|asin|acos|atan|atan2|hypot")));

    @ArchTest
    static final ArchRule pluginsCanBeMadeByTheServiceLoader = classes()
            .that()
            .implement(dev.diptych.model.plugin.Plugin.class)
            .and()
            .areNotInterfaces()
            // Nested ones are made by whoever they are nested in.
            .and()
            .areTopLevelClasses()
            .should(
                    new com.tngtech.archunit.lang.ArchCondition<JavaClass>(
                            "have a public constructor without parameters and be public") {
                        @Override
                        public void check(JavaClass plugin, com.tngtech.archunit.lang.ConditionEvents events) {
                            boolean made =
                                    plugin.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC)
                                            && plugin.getConstructors().stream()
                                                    .anyMatch(constructor -> constructor
                                                                    .getRawParameterTypes()
                                                                    .isEmpty()
                                                            && constructor
                                                                    .getModifiers()
                                                                    .contains(
                                                                            com.tngtech.archunit.core.domain
                                                                                    .JavaModifier.PUBLIC));
                            events.add(
                                    new com.tngtech.archunit.lang.SimpleConditionEvent(plugin, made, plugin.getName()));
                        }
                    });
}
