package dev.diptych.sim.machine;

import java.util.ArrayList;
import java.util.List;

/** Teams that have no clients, for whichever crowd needs one next: most have a few clients for a short time. */
final class Teams {
    private final List<Team> idle = new ArrayList<>();

    /** Returns a team without clients, at a seat. */
    Team take(int seat) {
        Team team = idle.isEmpty() ? new Team() : idle.remove(idle.size() - 1);
        team.sitAt(seat);
        return team;
    }

    /** Takes back a team whose clients have gone. */
    void give(Team team) {
        idle.add(team);
    }
}
