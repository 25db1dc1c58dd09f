package dev.rondo.collective;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A group of threads in one JVM. Each member adds up a part of the values for all.
 *
 * <pre>{@code
 * List<AllReduce> members = LocalGroup.of(4, Duration.ofSeconds(30));
 * // thread r:  members.get(r).sum(gradients)
 * }</pre>
 */
public final class LocalGroup {
    private final Numbers[] given;
    private final boolean[] here;
    private final long patience;
    private int count;
    private long round;
    private CollectiveException failure;

    private LocalGroup(int size, long patience) {
        given = new Numbers[size];
        here = new boolean[size];
        this.patience = patience;
    }

    /**
     * The members of a group, in the order of ranks.
     *
     * @param size at least 1
     * @param patience how long a member waits for the others
     */
    public static List<AllReduce> of(int size, Duration patience) {
        Checks.size(size);
        LocalGroup group = new LocalGroup(size, Checks.patience(patience));
        List<AllReduce> members = new ArrayList<>();
        for (int rank = 0; rank < size; rank++) {
            members.add(new LocalMember(group, rank));
        }
        return List.copyOf(members);
    }

    int size() {
        return given.length;
    }

    /** The values of all members, once each has given its own. */
    synchronized Numbers[] meet(int rank, Numbers values) {
        given[rank] = values;
        arrive(rank);
        return given.clone();
    }

    /** Waits until all members have come here. */
    synchronized void arrive(int rank) {
        check();
        long mine = round;
        here[rank] = true;
        count++;
        if (count == size()) {
            count = 0;
            Arrays.fill(here, false);
            round++;
            notifyAll();
        }
        long begin = System.nanoTime();
        while (round == mine && failure == null) {
            long left = patience - (System.nanoTime() - begin);
            if (left <= 0) {
                fail(missing());
            } else {
                await(rank, left);
            }
        }
        if (round == mine) {
            check();
        }
    }

    private void await(int rank, long nanoseconds) {
        try {
            wait(nanoseconds / 1_000_000, (int) (nanoseconds % 1_000_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(CollectiveException.interrupted(rank));
        }
    }

    private CollectiveException missing() {
        int rank = 0;
        while (here[rank]) {
            rank++;
        }
        return new CollectiveException(
                rank, "rank " + rank + " did not come within " + Duration.ofNanos(patience));
    }

    /** Ends the group; the first reason counts. */
    synchronized void fail(CollectiveException why) {
        if (failure == null) {
            failure = why;
            notifyAll();
        }
    }

    private void check() {
        if (failure != null) {
            // each member gets an exception with its own stack
            throw new CollectiveException(failure.culprit().orElse(-1), failure.getMessage());
        }
    }
}
