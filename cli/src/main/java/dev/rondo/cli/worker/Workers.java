package dev.rondo.cli.worker;

import dev.rondo.cli.Invocation;
import dev.rondo.cli.Main;
import dev.rondo.collective.AllReduce;
import dev.rondo.collective.RingPlace;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/**
 * The processes that this one starts to train with it. Each runs the same command line and reads
 * the same data. They listen on the loopback address alone, and know each other by a secret that is
 * drawn anew and given to them on their standard input.
 */
public final class Workers implements AutoCloseable {
    private static final int SECRET_BYTES = 32;

    /** Options of this JVM that belong to it alone: agents, and archives that it writes. */
    private static final List<String> OWN =
            List.of("-javaagent:", "-agent", "-XX:AOTCacheOutput", "-XX:ArchiveClassesAtExit");

    private final List<Worker> others = new ArrayList<>();

    private Workers() {}

    /**
     * Starts all but this process.
     *
     * @param size how many train together, this one included
     * @param invocation what this process was asked to do
     */
    public static Workers start(int size, Invocation invocation) {
        Workers workers = new Workers();
        try {
            for (int rank = 1; rank < size; rank++) {
                WorkerPlace place = new WorkerPlace(rank, size);
                var builder = new ProcessBuilder(command(invocation));
                builder.environment().put(WorkerPlace.VARIABLE, place.toString());
                workers.others.add(new Worker(place, builder.start()));
            }
            return workers;
        } catch (IOException e) {
            workers.close();
            throw new WorkerException("no worker could be started: " + e.getMessage());
        }
    }

    private static List<String> command(Invocation invocation) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (OWN.stream().noneMatch(option::startsWith)) {
                words.add(option);
            }
        }
        words.add("-cp");
        words.add(System.getProperty("java.class.path"));
        words.add(Main.class.getName());
        words.addAll(invocation.arguments());
        return words;
    }

    /**
     * Joins the others once each has read its data.
     *
     * @return this process' member, of rank 0
     * @throws WorkerException when one of them ended before
     */
    public AllReduce join() {
        if (others.isEmpty()) {
            return AllReduce.alone();
        }
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        try (RingPlace place = WorkerPlace.listen()) {
            List<Integer> ports = new ArrayList<>();
            ports.add(place.address().getPort());
            others.forEach(w -> ports.add(w.port()));
            StringBuilder line = new StringBuilder(HexFormat.of().formatHex(secret));
            ports.forEach(port -> line.append(' ').append(port));
            others.forEach(w -> w.tell(line.toString()));
            return place.join(
                    0,
                    ports.stream().map(WorkerPlace::address).toList(),
                    secret,
                    WorkerPlace.PATIENCE);
        } catch (IOException e) {
            throw new WorkerException("the workers cannot be joined: " + e.getMessage());
        }
    }

    /** Tells why those failed that did. */
    public void tellFailures(Consumer<String> notes) {
        for (Worker worker : others) {
            worker.failure().ifPresent(said -> notes.accept(worker + " failed: " + said));
        }
    }

    /** Waits until the others have ended. */
    @Override
    public void close() {
        others.forEach(Worker::close);
    }
}
