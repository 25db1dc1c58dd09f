package dev.rondo.spark;

import dev.rondo.backend.Backend;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.Backends;
import dev.rondo.collective.AllReduce;

/**
 * A member of a {@link SparkGroup}, as seen by what it runs.
 *
 * @param group sums over all members; it also says the rank and how many there are
 * @param attempt how often the group has been tried before: from 1 on, a member can go on from what
 *     an earlier attempt has saved
 * @param threads the cores of its task ({@code spark.task.cpus})
 * @param backend the backend that the group was asked for
 */
public record Member(AllReduce group, int attempt, int threads, String backend) {
    /** Which member this is, from 0. */
    public int rank() {
        return group.rank();
    }

    /** How many members there are. */
    public int size() {
        return group.size();
    }

    /** Opens the group's backend with the threads of this member. */
    public Backend openBackend() {
        return Backends.open(backend, new BackendOptions(threads));
    }
}
