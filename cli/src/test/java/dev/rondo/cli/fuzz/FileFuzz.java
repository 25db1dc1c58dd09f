package dev.rondo.cli.fuzz;

import com.sun.management.ThreadMXBean;

import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.data.DataException;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Reads bad files, and stops at the first that does anything but load or be refused in words: any
 * other exception or error, more memory than the file's size explains, or no end. To be run in a
 * JVM with little memory. Arguments: how many files, the seed, a directory for a file that fails,
 * and an empty one to work in.
 */
final class FileFuzz {
    /** Seconds after which a file is said to hang. */
    private static final int PATIENCE = 20;

    /** Bytes of memory for a byte of a file: half precision is widened, JSON becomes objects. */
    private static final long FACTOR = 64;

    /** What became of the files of a kind. */
    private static final class Tally {
        private long files;
        private long loaded;
        private long refused;
        private long nanos;
        private long slowest;
        private long mostMemory;
    }

    private final Map<FileKind, Tally> tallies = new EnumMap<>(FileKind.class);
    private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Seeds seeds;
    private final Path failures;
    private volatile String at;
    private volatile byte[] current;
    private volatile long since;

    private FileFuzz(Path directory, Path failures) throws IOException {
        this.seeds = new Seeds(directory);
        this.failures = failures;
        for (FileKind kind : FileKind.values()) {
            tallies.put(kind, new Tally());
        }
    }

    public static void main(String[] arguments) throws IOException {
        int count = Integer.parseInt(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        FileFuzz fuzz = new FileFuzz(Path.of(arguments[3]), Path.of(arguments[2]));
        Thread watch = Thread.ofPlatform().daemon().unstarted(fuzz::watch);
        boolean good = fuzz.run(count, seed, watch);
        fuzz.print(count);
        System.exit(good ? 0 : 1);
    }

    private boolean run(int count, long seed, Thread watch) throws IOException {
        since = System.nanoTime();
        watch.start();
        FileKind[] kinds = FileKind.values();
        for (int i = 0; i < count; i++) {
            FileKind kind = kinds[i % kinds.length];
            SplittableRandom random = new SplittableRandom(seed * 1_000_003 + i);
            byte[] bytes = kind.make(seeds, random);
            current = bytes;
            at = "file " + i + " of seed " + seed + ", " + name(kind);
            since = System.nanoTime();
            String wrong = read(kind, bytes);
            if (wrong != null) {
                fail(wrong);
                return false;
            }
            kind.restore(seeds);
        }
        return true;
    }

    /** What is wrong; null where nothing is. */
    private String read(FileKind kind, byte[] bytes) {
        Tally tally = tallies.get(kind);
        tally.files++;
        long before = memory.getCurrentThreadAllocatedBytes();
        long begin = System.nanoTime();
        try {
            kind.read(seeds, bytes);
            tally.loaded++;
        } catch (CheckpointException | DataException e) {
            tally.refused++;
            if (e.getMessage() == null || e.getMessage().length() < 20) {
                return "an error that says nothing: " + e;
            }
        } catch (IOException | RuntimeException | Error e) {
            e.printStackTrace();
            return e.toString();
        }
        long nanos = System.nanoTime() - begin;
        long took = memory.getCurrentThreadAllocatedBytes() - before;
        tally.nanos += nanos;
        tally.slowest = Math.max(tally.slowest, nanos);
        tally.mostMemory = Math.max(tally.mostMemory, took);
        long allowed = kind.base() + FACTOR * bytes.length;
        if (took > allowed && tally.files == 1) {
            return read(kind, bytes); // the first file of a kind also paid for loading classes
        }
        return took <= allowed
                ? null
                : "it took %,d bytes of memory to read a file of %,d".formatted(took, bytes.length);
    }

    private void fail(String wrong) throws IOException {
        Files.createDirectories(failures);
        Path saved = Files.write(failures.resolve("failing-input"), current);
        System.out.println(at + ": " + wrong);
        System.out.println("the input is in " + saved.toAbsolutePath());
    }

    private void watch() {
        while (true) {
            try {
                Thread.sleep(1000);
                if (System.nanoTime() - since > PATIENCE * 1_000_000_000L) {
                    fail("no end after " + PATIENCE + " seconds");
                    Runtime.getRuntime().halt(1);
                }
            } catch (InterruptedException | IOException e) {
                return;
            }
        }
    }

    private static String name(FileKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private void print(int count) {
        System.out.printf(
                Locale.ROOT,
                "%-20s %8s %8s %8s %9s %12s %12s%n",
                "kind",
                "files",
                "loaded",
                "refused",
                "files/s",
                "slowest, ms",
                "memory, KiB");
        tallies.forEach(
                (kind, t) ->
                        System.out.printf(
                                Locale.ROOT,
                                "%-20s %,8d %,8d %,8d %,9.0f %,12.1f %,12d%n",
                                name(kind),
                                t.files,
                                t.loaded,
                                t.refused,
                                t.files / Math.max(1e-9, t.nanos * 1e-9),
                                t.slowest * 1e-6,
                                t.mostMemory >> 10));
        long done = tallies.values().stream().mapToLong(t -> t.loaded + t.refused).sum();
        System.out.printf(
                Locale.ROOT,
                "%,d of %,d files were loaded or refused in words, in a JVM of %,d MiB%n",
                done,
                count,
                Runtime.getRuntime().maxMemory() >> 20);
    }
}
