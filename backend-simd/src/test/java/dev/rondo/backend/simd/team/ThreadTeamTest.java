package dev.rondo.backend.simd.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

@Timeout(60)
class ThreadTeamTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Counts how often each part ran. */
    private static final class Counter implements ThreadTeam.Task {
        final AtomicIntegerArray runs = new AtomicIntegerArray(8);

        @Override
        public void part(int part, int parts) {
            runs.incrementAndGet(part);
        }
    }

    @Test
    void everyPartRunsOnce() {
        for (int threads : new int[] {1, 2, 3, 8}) {
            ThreadTeam team = ThreadTeam.of(threads);
            Counter counter = new Counter();
            for (int turn = 1; turn <= 2000; turn++) {
                team.run(counter, threads);
                for (int part = 0; part < threads; part++) {
                    assertThat(counter.runs.get(part)).isEqualTo(turn);
                }
                if (turn % 500 == 0) {
                    // Long enough for the others to fall asleep.
                    LockSupport.parkNanos(1_000_000);
                }
            }
        }
    }

    @Test
    void fewerPartsThanThreads() {
        ThreadTeam team = ThreadTeam.of(3);
        Counter counter = new Counter();
        for (int turn = 0; turn < 3000; turn++) {
            team.run(counter, 1 + turn % 3);
        }
        assertThat(counter.runs.get(0)).isEqualTo(3000);
        assertThat(counter.runs.get(1)).isEqualTo(2000);
        assertThat(counter.runs.get(2)).isEqualTo(1000);
    }

    @Test
    void aFailureReachesTheCallerAndTheTeamGoesOn() {
        ThreadTeam team = ThreadTeam.of(3);
        for (int failing = 0; failing < 3; failing++) {
            int bad = failing;
            Counter counter = new Counter();
            ThreadTeam.Task task =
                    (part, parts) -> {
                        counter.part(part, parts);
                        if (part == bad) {
                            throw new IllegalStateException("part " + part);
                        }
                    };
            assertThatThrownBy(() -> team.run(task, 3))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("part " + bad);
            team.run(counter, 3);
            assertThat(counter.runs.get(2)).isGreaterThanOrEqualTo(1);
        }
    }

    @Test
    void severalCallersAtOnce() throws Exception {
        ThreadTeam team = ThreadTeam.of(2);
        try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> results = new ArrayList<>();
            for (int caller = 0; caller < 4; caller++) {
                Callable<Integer> work =
                        () -> {
                            Counter counter = new Counter();
                            for (int turn = 0; turn < 5000; turn++) {
                                team.run(counter, 2);
                            }
                            return counter.runs.get(0) + counter.runs.get(1);
                        };
                results.add(callers.submit(work));
            }
            for (Future<Integer> result : results) {
                assertThat(result.get()).isEqualTo(10_000);
            }
        }
    }

    @Test
    void aTaskMayRunATask() {
        ThreadTeam team = ThreadTeam.of(2);
        Counter counter = new Counter();
        team.run((part, parts) -> team.run(counter, 2), 2);
        assertThat(counter.runs.get(0)).isEqualTo(2);
        assertThat(counter.runs.get(1)).isEqualTo(2);
    }

    @Test
    void anInterruptKeepsNoThreadOfTheTeamAwake() {
        Threads threads = new Threads();
        ThreadTeam team = new ThreadTeam(3, Duration.ofMinutes(10), threads);
        Counter counter = new Counter();
        team.run(counter, 3);
        for (Thread t : threads.made) {
            t.interrupt();
            await(() -> isAsleep(t));
        }
        team.run(counter, 3);
        assertThat(counter.runs.get(2)).isEqualTo(2);
    }

    @Test
    void anInterruptedCallerSleepsWhileOthersWorkAndStaysInterrupted() {
        ThreadTeam team = ThreadTeam.of(2);
        Thread caller = Thread.currentThread();
        AtomicBoolean begun = new AtomicBoolean();
        AtomicBoolean slept = new AtomicBoolean();
        ThreadTeam.Task task =
                (part, parts) -> {
                    if (part == 0) {
                        await(begun::get);
                    } else {
                        begun.set(true);
                        await(() -> isAsleep(caller));
                        slept.set(true);
                    }
                };
        caller.interrupt();
        team.run(task, 2);
        assertThat(Thread.interrupted()).as("interrupted").isTrue();
        assertThat(slept).isTrue();
    }

    @Test
    void threadsComeWithTheFirstTaskAndEndWhenIdle() {
        Threads threads = new Threads();
        ThreadTeam team = new ThreadTeam(4, Duration.ofMillis(1), threads);
        assertThat(threads.made).isEmpty();
        Counter counter = new Counter();
        for (int turn = 1; turn <= 20; turn++) {
            team.run(counter, 4);
            assertThat(counter.runs.get(3)).isEqualTo(turn);
            for (Thread t : threads.made) {
                await(() -> !t.isAlive());
            }
        }
        assertThat(threads.made).hasSizeGreaterThan(3);
    }

    @Test
    void aTaskThatComesWhenThreadsLeaveIsDone() {
        ThreadTeam team = new ThreadTeam(3, Duration.ofNanos(1), new Threads());
        Counter counter = new Counter();
        for (int turn = 1; turn <= 20_000; turn++) {
            team.run(counter, 3);
            for (int part = 0; part < 3; part++) {
                assertThat(counter.runs.get(part)).isEqualTo(turn);
            }
            for (int i = 0; i < turn % 100 * 50; i++) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void withoutFurtherThreadsTheCallerDoesAllParts() {
        ThreadTeam team =
                new ThreadTeam(
                        3,
                        Duration.ofMinutes(10),
                        worker ->
                                new Thread(worker) {
                                    @Override
                                    public void start() {
                                        throw new OutOfMemoryError("no native thread");
                                    }
                                });
        Counter counter = new Counter();
        team.run(counter, 3);
        team.run(counter, 3);
        assertThat(counter.runs.get(2)).isEqualTo(2);
    }

    /** Daemon threads, and which were made. */
    private static final class Threads implements ThreadFactory {
        final List<Thread> made = new CopyOnWriteArrayList<>();

        @Override
        public Thread newThread(Runnable worker) {
            Thread t = Thread.ofPlatform().daemon().unstarted(worker);
            made.add(t);
            return t;
        }
    }

    /** A thread that is told to wait with its flag set goes on at once. */
    private static boolean isAsleep(Thread t) {
        return !t.isInterrupted()
                && switch (t.getState()) {
                    case WAITING, TIMED_WAITING -> true;
                    default -> false;
                };
    }

    /** Waits until this holds; fails when it never does. */
    private static void await(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
            LockSupport.parkNanos(100_000);
        }
    }

    @Test
    void aWrongNumberOfThreadsIsNamed() {
        assertThatThrownBy(() -> ThreadTeam.of(0)).hasMessageContaining("0");
    }
}
