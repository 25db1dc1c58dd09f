package dev.rondo.cli.worker;

import dev.rondo.cli.UsageException;
import dev.rondo.collective.AllReduce;
import dev.rondo.collective.RingPlace;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The place of this process among those that train together, when another one started it. It says
 * on its standard output where it listens, and reads on its standard input how to join.
 *
 * @param rank which member it is, from 1; the process that started the others is 0
 * @param size how many there are
 */
public record WorkerPlace(int rank, int size) {
    /** The environment variable that says so, as {@code 1 of 4}. */
    static final String VARIABLE = "RONDO_WORKER";

    /** What it says before the number of its port. */
    static final String LISTENS = "listens on ";

    /**
     * How long a member waits for another. A process that ended is noticed at once; this is for one
     * that hangs, and longer than any evaluation.
     */
    static final Duration PATIENCE = Duration.ofHours(1);

    /** This process' place; empty when it was not started as one of several. */
    public static Optional<WorkerPlace> here() {
        return Optional.ofNullable(System.getenv(VARIABLE)).map(WorkerPlace::parse);
    }

    private static WorkerPlace parse(String text) {
        String[] words = text.split(" of ");
        try {
            return new WorkerPlace(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException _) {
            throw new UsageException(
                    VARIABLE
                            + " is set to '"
                            + text
                            + "'; rondo sets it for the workers that it starts, so leave it out");
        }
    }

    @Override
    public String toString() {
        return rank + " of " + size;
    }

    /**
     * Joins the others.
     *
     * @throws UsageException when the process that started this one is gone
     */
    public AllReduce join() {
        try (RingPlace place = listen()) {
            PrintStream out = System.out;
            out.println(LISTENS + place.address().getPort());
            out.flush();
            var in =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            String line = in.readLine();
            if (line == null) {
                throw new UsageException("the process that started this worker is gone");
            }
            String[] words = line.split(" ");
            List<InetSocketAddress> members = new ArrayList<>();
            Arrays.stream(words)
                    .skip(1)
                    .forEach(port -> members.add(address(Integer.parseInt(port))));
            return place.join(rank, members, HexFormat.of().parseHex(words[0]), PATIENCE);
        } catch (IOException e) {
            throw new UsageException("this worker cannot join the others: " + e.getMessage());
        }
    }

    static RingPlace listen() throws IOException {
        return RingPlace.listen(address(0));
    }

    static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
