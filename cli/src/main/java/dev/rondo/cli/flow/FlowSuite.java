package dev.rondo.cli.flow;

import dev.rondo.backend.Backend;
import dev.rondo.cli.Interrupt;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.bench.Machine;
import dev.rondo.cli.show.Illustrator;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.JsonLines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Follows the gradients of several networks, and keeps in a directory what it finds: {@value
 * #RESULTS}, a line for each flow, and {@value #PAGE}.
 *
 * @param networks what is measured
 * @param seed the first
 * @param seeds how many; each has the next number
 * @param words the command line
 */
public record FlowSuite(List<FlowRun> networks, long seed, int seeds, List<String> words) {
    /** The JSON lines of a directory. */
    public static final String RESULTS = "results.jsonl";

    /** The page of a directory. */
    public static final String PAGE = "report.html";

    /** Copies the lists. */
    public FlowSuite {
        networks = List.copyOf(networks);
        words = List.copyOf(words);
    }

    /** A table that all of them fit in. */
    public FlowTable table() {
        return new FlowTable(networks.stream().mapToInt(FlowRun::longest).max().orElse(0));
    }

    /** The table's widths. */
    public int[] widths() {
        return table().widths(
                        networks.stream().map(FlowRun::label).toList(),
                        networks.stream().flatMap(n -> n.places().stream()).toList());
    }

    /**
     * Measures every network, until Ctrl-C.
     *
     * @param directory is made, where it does not exist
     * @param each is told every flow at once, and the same as a JSON object
     * @param warnings is told of pictures that are missing
     * @return what was measured
     * @throws UsageException when the directory holds results already
     */
    public List<Flow> run(
            Path directory,
            Backend backend,
            Interrupt interrupt,
            BiConsumer<Flow, Configuration> each,
            Consumer<String> warnings)
            throws IOException {
        Path lines = directory.resolve(RESULTS);
        if (Files.exists(lines)) {
            throw new UsageException(directory + " holds results already; choose another --output");
        }
        Files.createDirectories(directory);
        Configuration machine =
                Machine.now(words)
                        .with("device", backend.device().id())
                        .with("threads", backend.threads())
                        .with("seed", seed)
                        .with("seeds", seeds);
        List<Flow> flows = new ArrayList<>();
        try (JsonLines file = new JsonLines(lines)) {
            for (FlowRun network : networks) {
                for (Flow f : network.on(backend, seed, seeds, interrupt::giveUpIfRequested)) {
                    Configuration json = FlowJson.of(f, machine);
                    flows.add(f);
                    file.append(json);
                    file.flush();
                    each.accept(f, json);
                }
            }
        } catch (CancellationException _) {
            warnings.accept(
                    String.format(
                            Locale.ROOT,
                            "stopped after %,d results; the page has those alone",
                            flows.size()));
        }
        if (!flows.isEmpty()) {
            FlowPage.of(flows, table(), machine)
                    .write(directory.resolve(PAGE), new Illustrator(warnings));
        }
        return flows;
    }
}
