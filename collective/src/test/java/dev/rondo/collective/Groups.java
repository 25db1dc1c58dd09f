package dev.rondo.collective;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Groups for tests, whose members are threads here. */
final class Groups {
    static final byte[] SECRET = "a secret".getBytes(StandardCharsets.UTF_8);

    private Groups() {}

    /** What a member does. */
    @FunctionalInterface
    interface Task<T> {
        T run(AllReduce member) throws Exception;
    }

    /** How a group is made. */
    enum Transport {
        THREADS,
        TCP
    }

    /** What each member comes to. */
    static <T> List<T> run(Transport transport, int size, Duration patience, Task<T> task) {
        List<Callable<T>> all = new ArrayList<>();
        try {
            if (transport == Transport.THREADS) {
                for (AllReduce member : LocalGroup.of(size, patience)) {
                    all.add(() -> closing(member, task));
                }
                return results(all);
            }
            List<RingPlace> places = places(size);
            for (int r = 0; r < size; r++) {
                int rank = r;
                all.add(() -> closing(join(places, rank, patience), task));
            }
            try {
                return results(all);
            } finally {
                places.forEach(RingPlace::close);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static AllReduce join(List<RingPlace> places, int rank, Duration patience) {
        return places.get(rank).join(rank, addresses(places), SECRET, patience);
    }

    static List<InetSocketAddress> addresses(List<RingPlace> places) {
        return places.stream().map(RingPlace::address).toList();
    }

    static List<RingPlace> places(int size) throws IOException {
        List<RingPlace> places = new ArrayList<>();
        for (int r = 0; r < size; r++) {
            places.add(
                    RingPlace.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        }
        return places;
    }

    private static <T> T closing(AllReduce member, Task<T> task) throws Exception {
        try (member) {
            return task.run(member);
        }
    }

    /** The results of all tasks at once; the first failure is thrown as it is. */
    static <T> List<T> results(List<Callable<T>> tasks) {
        try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
            List<T> results = new ArrayList<>();
            for (Future<T> f : threads.invokeAll(tasks)) {
                results.add(f.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException r) {
                throw r;
            }
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The failure of a task. */
    static Callable<CollectiveException> failing(Callable<?> task) {
        return () -> {
            try {
                task.call();
            } catch (CollectiveException e) {
                return e;
            }
            throw new AssertionError("it did not fail");
        };
    }
}
