package dev.diptych.systems.serving.scheduler;

import dev.diptych.systems.serving.Job;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What waits, a queue for each model in the order of arrival; that is also the order of deadlines, which all requests of a model have alike. */
final class RequestQueues {
    private final List<Deque<Job>> queues = new ArrayList<>();

    RequestQueues(int models) {
        for (int model = 0; model < models; model++) {
            queues.add(new ArrayDeque<>());
        }
    }

    int models() {
        return queues.size();
    }

    void add(Job job) {
        queues.get(job.model().index()).add(job);
    }

    int size(int model) {
        return queues.get(model).size();
    }

    /** Returns the oldest one; null when there is none. */
    @Nullable
    Job peek(int model) {
        return queues.get(model).peek();
    }

    /** Takes out the oldest one; there has to be one. */
    Job remove(int model) {
        return queues.get(model).remove();
    }

    /** Takes out the oldest ones; there have to be as many. */
    List<Job> remove(int model, int count) {
        List<Job> oldest = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            oldest.add(remove(model));
        }
        return oldest;
    }
}
