package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;

import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.RunDirectory;
import dev.rondo.models.checkpoint.TrainingState;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

/** Sweeps over the options of {@code rondo train}, from the command line. */
class SweepTest {
    private static final String SMALL =
            "--text DIR/text.txt --hidden 4 --embedding 4 --batch 2 --sequence 8 --backend scalar"
                    + " --threads 1 --warmup 0";

    private static final String SWEEP = "sweep text " + SMALL + " --output DIR/sweep ";

    @TempDir private Path folder;

    @BeforeEach
    void text() throws IOException {
        Files.writeString(
                folder.resolve("text.txt"),
                "the rain in Spain stays mainly in the plain.\n".repeat(30));
    }

    private String inFolder(String line) {
        return line.replace("DIR", folder.toString());
    }

    private CommandLineRun rondo(String line) {
        return CommandLineRun.line(inFolder(line));
    }

    private Path sweep(String name) {
        return folder.resolve("sweep").resolve(name);
    }

    private List<List<String>> table() {
        try (var csv = CsvReader.builder().ofCsvRecord(sweep("sweep.csv"))) {
            return csv.stream().map(CsvRecord::getFields).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TrainingState state(Path run) {
        return RunDirectory.model(run).description().training();
    }

    private static byte[] weights(Path run) throws IOException {
        try (RunDirectory directory = RunDirectory.open(run)) {
            return Files.readAllBytes(directory.latest().directory().resolve(Checkpoint.TENSORS));
        }
    }

    @Test
    void each_trial_is_a_run_of_rondo_train_and_the_table_has_what_its_directory_has()
            throws IOException {
        String brief = "--steps 6 --evaluate-every 2 ";
        CommandLineRun run =
                rondo(SWEEP + brief + "--grid learning-rate=0.001,0.1 --seeds 2 --seed 3")
                        .succeeded();
        rondo(
                        "train text "
                                + SMALL
                                + " "
                                + brief
                                + "--learning-rate 0.1 --seed 4 --output DIR/alone")
                .succeeded();

        assertThat(weights(sweep("trial-004"))).isEqualTo(weights(folder.resolve("alone")));
        assertThat(weights(sweep("trial-003"))).isNotEqualTo(weights(folder.resolve("alone")));
        assertThat(sweep("trial-004/report.html")).exists();
        assertThat(Files.readString(sweep("trial-004.log")))
                .startsWith("$ rondo train text --text ")
                .contains("all steps done after 6 steps");
        assertThat(run.errLines())
                .filteredOn(l -> l.startsWith("trial "))
                .hasSize(4)
                .last()
                .asString()
                .contains("trial 4 of 4 (learning-rate 0.1, seed 4): bits_per_character ");
        written(table());
        printed(run.outLines(), table().subList(1, 5));
    }

    private void written(List<List<String>> table) {
        assertThat(table.getFirst())
                .containsExactly(
                        "trial",
                        "learning-rate",
                        "seed",
                        "metric",
                        "value",
                        "best_step",
                        "seconds",
                        "exit_code",
                        "reason");
        assertThat(table.subList(1, table.size()))
                .extracting(row -> String.join(" ", row.subList(0, 3)))
                .containsExactly("1 0.001 3", "2 0.001 4", "3 0.1 3", "4 0.1 4");
        for (List<String> row : table.subList(1, table.size())) {
            TrainingState.Best best = state(sweep("trial-00" + row.get(0))).best().orElseThrow();
            assertThat(row.subList(3, 6))
                    .containsExactly(best.metric(), "" + best.value(), "" + best.step());
            assertThat(row.subList(7, 9)).containsExactly("0", "");
        }
    }

    /** The printed means are those of the table, rise, and the last line names the best trial. */
    private void printed(List<String> lines, List<List<String>> trials) {
        assertThat(lines).hasSize(4);
        double before = 0;
        for (String line : lines.subList(1, 3)) {
            String[] cells = line.split(" +");
            double mean =
                    trials.stream()
                            .filter(r -> r.get(1).equals(cells[0]))
                            .mapToDouble(r -> Double.parseDouble(r.get(4)))
                            .average()
                            .orElseThrow();
            assertThat(cells[2]).isEqualTo(String.format(Locale.ROOT, "%.5g", mean));
            assertThat(mean).isGreaterThan(before);
            before = mean;
        }
        String best = "trial-00" + lines.get(1).split(" +")[6];
        assertThat(lines.getLast())
                .startsWith("best bits_per_character: learning-rate 0.1, seed ")
                .endsWith("use it: rondo sample " + sweep(best));
        rondo("sample DIR/sweep/" + best + " --length 5 --backend scalar").succeeded();
    }

    @Test
    void what_fails_is_a_row_with_its_reason_and_the_others_go_on() {
        CommandLineRun run =
                rondo(
                                SWEEP
                                        + "--steps 8 --optimizer sgd --schedule constant"
                                        + " --grid learning-rate=1e30,0.1,-1 --grid layers=1,100000")
                        .succeeded();

        List<List<String>> table = table();
        assertThat(table)
                .extracting(row -> row.get(8))
                .containsExactly("exit_code", "1", "2", "0", "2", "2", "2");
        assertThat(table.get(1).get(9)).contains("training diverged");
        assertThat(table.get(2).get(9)).contains("this model would take about");
        assertThat(table.get(5).get(9)).contains("--learning-rate must be above 0");
        assertThat(run.err())
                .contains(
                        "trial 1 of 6 (learning-rate 1e30, layers 1, seed 1): failed: training"
                                + " diverged");
        assertThat(sweep("trial-005")).doesNotExist();
        assertThat(run.outLines()).hasSize(3);
    }

    @Test
    void where_all_fail_the_exit_code_says_so() {
        CommandLineRun run = rondo(SWEEP + "--steps 8 --grid cell=none,lsmt");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines().getLast())
                .startsWith("rondo: no trial succeeded")
                .contains("sweep.csv", "none");
    }

    @Test
    void a_sweep_that_was_stopped_goes_on_to_the_same_results() throws IOException {
        String options =
                " --steps 150 --save-every 10 --random 2 --draw learning-rate=log:1e-3..1e-1";
        rondo("sweep text " + SMALL + options + " --output DIR/whole").succeeded();

        CommandLineRun stopped =
                CommandLineRun.interrupted(sweep("trial-002"), inFolder(SWEEP + options.strip()));

        assertThat(stopped.code()).isEqualTo(130);
        assertThat(stopped.out()).isEmpty();
        String goOn = "sweep --resume " + folder.resolve("sweep");
        assertThat(stopped.errLines().getLast())
                .isEqualTo("1 of 2 trials are finished; go on with: rondo " + goOn);
        assertThat(table()).hasSize(2);
        assertThat(state(sweep("trial-002")).step()).isLessThan(150);
        byte[] first = Files.readAllBytes(sweep("trial-001.log"));

        CommandLineRun resumed = rondo(goOn).succeeded();

        assertThat(resumed.err()).contains("2 trials, of which 1 are finished");
        assertThat(sweep("trial-001.log")).hasBinaryContent(first);
        assertThat(sweep("trial-002.log")).content().contains(" --resume=", "--steps=150");
        assertThat(resumed.outLines().subList(0, 3)).isEqualTo(tableOf("whole"));
        for (int trial = 1; trial <= 2; trial++) {
            assertThat(weights(sweep("trial-00" + trial)))
                    .isEqualTo(weights(folder.resolve("whole/trial-00" + trial)));
        }
    }

    /** Its printed table, made again. */
    private List<String> tableOf(String sweep) {
        return rondo("sweep --resume DIR/" + sweep).succeeded().outLines().subList(0, 3);
    }

    @Test
    void a_trial_that_was_ended_before_its_row_or_its_first_checkpoint_is_made_up_for()
            throws IOException {
        rondo(SWEEP + "--steps 6 --seeds 2").succeeded();
        List<List<String>> before = table();
        byte[] first = weights(sweep("trial-001"));
        // as if the process had been killed in the report of 1, and at the beginning of 2
        Files.writeString(sweep("trials.jsonl"), "{\"trial\":1,\"co");
        try (Stream<Path> all = Files.walk(sweep("trial-002/checkpoints"))) {
            for (Path p : all.skip(1).sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(p);
            }
        }

        CommandLineRun resumed = rondo("sweep --resume DIR/sweep").succeeded();

        assertThat(resumed.err()).contains("2 trials; if it is ended");
        assertThat(weights(sweep("trial-001"))).isEqualTo(first);
        for (int row = 0; row < 3; row++) {
            assertThat(table().get(row).subList(0, 5)).isEqualTo(before.get(row).subList(0, 5));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --grid learnin-rate=0.1      | did you mean 'learning-rate'?
                    --grid hidden=1,2 --hidden 3 | should be specified only once
                    --grid batch=2,x             | 'x' is not a whole number
                    --grid seed=1,2              | --seeds says how many
                    --grid output=a,b            | --output cannot be swept
                    --grid tie-weights=yes,no    | it has true and false
                    --seeds 2 --learnin-rate 3   | did you mean '--learning-rate'?
                    --seeds 2 --gird batch=3     | did you mean '--grid'?
                    --seeds 2 --from DIR/nowhere | nowhere does not exist
                    --grid text=DIR/text.txt,-   | standard input can be read only once
                    --draw batch=2,3             | --draw needs --random N
                    --random 3                   | --random needs --draw
                    --random 2 --draw batch=2,3 --grid warmup=0,1 | do not go together
                    --random 3 --draw batch=1..3 | say how to draw from 1..3
                    --steps 3                    | say what to sweep
                    --seeds 20000                | --seeds must be from 1 to 10000
                    """)
    void what_can_be_seen_to_be_wrong_is_refused_before_anything_runs(
            String options, String message) {
        String fixed = "--text DIR/text.txt --embedding 4 ";
        if (options.contains("text=")) {
            fixed = "--embedding 4 ";
        }
        CommandLineRun run = rondo("sweep text " + fixed + options + " --output DIR/sweep");

        assertThat(run.err()).contains(message);
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.code()).isEqualTo(2);
        assertThat(folder.resolve("sweep")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    sweep                                    | dates|pairs|text
                    sweep texts --seeds 2                    | did you mean 'text'?
                    sweep --text x text --seeds 2            | the task comes first
                    sweep --resume DIR                       | is no directory of a sweep
                    sweep text --resume DIR                  | leave out text
                    sweep --resume DIR --hidden 3            | leave out --hidden
                    sweep --resume DIR --seeds 3             | leave out --seeds
                    """)
    void wrong_use_is_named(String line, String message) {
        CommandLineRun run = rondo(line.strip());

        assertThat(run.err()).contains(message);
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void a_directory_with_a_sweep_is_not_used_again() {
        String failing = SWEEP + "--grid cell=none,nothing";
        assertThat(rondo(failing).code()).isEqualTo(1);

        for (String line : List.of(failing, "train text " + SMALL + " --output DIR/sweep")) {
            CommandLineRun run = rondo(line);
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err()).contains("holds a run already");
        }
    }

    @Test
    void values_on_its_page_never_become_markup() throws Exception {
        String hostile = "<img src=x onerror=alert(1)>&.txt";
        Files.copy(folder.resolve("text.txt"), folder.resolve(hostile));
        String line =
                "sweep|text|--embedding|4|--hidden|4|--batch|2|--sequence|8|--steps|2|--backend|scalar"
                        + "|--grid|text=DIR/text.txt,DIR/"
                        + hostile
                        + "|--grid|optimizer=sgd,</script>|--output|DIR/sweep";
        CommandLineRun.of(inFolder(line).split("[|]")).succeeded();

        String html = Files.readString(sweep("sweep.html"));
        assertThat(html).doesNotContain("<img src=x").doesNotContain("optimizer </script>");
        var factory = DocumentBuilderFactory.newInstance();
        Document page = factory.newDocumentBuilder().parse(new InputSource(new StringReader(html)));
        assertThat(page.getDocumentElement().getTextContent()).contains(hostile, "</script>");
        assertThat(texts(page, "h2"))
                .containsExactly("Combinations", "Options", "Trials", "Failures", "Settings");
        assertThat(links(page))
                .containsExactly(
                        "trial-001/report.html",
                        "trial-002.log",
                        "trial-003/report.html",
                        "trial-004.log")
                .allSatisfy(link -> assertThat(sweep(link)).exists());
        assertThat(page.getElementsByTagName("img").getLength()).isEqualTo(1);
    }

    private static List<String> texts(Document page, String tag) {
        return elements(page, tag).map(Element::getTextContent).toList();
    }

    private static List<String> links(Document page) {
        return elements(page, "a").map(a -> a.getAttribute("href")).toList();
    }

    private static Stream<Element> elements(Document page, String tag) {
        var all = page.getElementsByTagName(tag);
        return IntStream.range(0, all.getLength()).mapToObj(i -> (Element) all.item(i));
    }
}
