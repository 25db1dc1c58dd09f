package dev.rondo.backend.simd.fused;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One thread for work that nobody waits for. It ends when there is no work, and does not keep the
 * JVM alive.
 */
final class Background {
    private static final ExecutorService THREAD = thread();

    private Background() {}

    /** Does this work at some later time. */
    static void run(Runnable work) {
        THREAD.execute(work);
    }

    private static ExecutorService thread() {
        ThreadPoolExecutor one =
                new ThreadPoolExecutor(
                        1,
                        1,
                        1,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().daemon().name("rondo-generated").factory());
        one.allowCoreThreadTimeOut(true);
        return one;
    }
}
