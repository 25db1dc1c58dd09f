package dev.rondo.backend.tornado.kernel.emulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Supplier;

/** What the items of a work-group have in common. */
final class WorkGroup {
    private final List<Object> shared = new ArrayList<>();
    private final CyclicBarrier barrier;

    WorkGroup(int items) {
        barrier = new CyclicBarrier(items);
    }

    /** The array that is the {@code number}-th which each item asks for. */
    synchronized Object shared(int number, Supplier<Object> array) {
        if (number == shared.size()) {
            shared.add(array.get());
        }
        return shared.get(number);
    }

    void await() {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException("another item of the group failed", e);
        }
    }

    /** Lets no item wait any longer for one that failed. */
    void fail() {
        barrier.reset();
    }
}
