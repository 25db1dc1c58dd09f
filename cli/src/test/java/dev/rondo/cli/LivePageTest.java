package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.models.checkpoint.RunDirectory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The page of a run while it trains. */
class LivePageTest {
    private static final String RELOADS = "<meta http-equiv=\"refresh\" content=\"5\"/>";
    private static final String NAME = "<img src=x onerror=alert()> & \"run\"";

    @TempDir private Path folder;

    private static String[] words(String... further) {
        String first =
                "train dates --hidden 4 --embedding 4 --batch 2 --evaluate-every 5 --backend scalar";
        return Stream.concat(Stream.of(first.split(" ")), Stream.of(further))
                .toArray(String[]::new);
    }

    /** Ends a training when its page is as wanted; gives that page. */
    private String until(Predicate<String> wanted, Path page, String... words) {
        Interrupt interrupt = new Interrupt();
        CompletableFuture<String> seen =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                String html = "";
                                while (!wanted.test(html)) {
                                    html = read(page);
                                }
                                return html;
                            } finally {
                                interrupt.request();
                            }
                        });
        CommandLineRun run = CommandLineRun.of(interrupt, words);
        assertThat(run.code()).as(run.err()).isEqualTo(130);
        assertThat(run.err()).contains("watch it in a browser: " + page);
        return seen.join();
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (NoSuchFileException _) {
            Thread.onSpinWait();
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void it_reloads_until_training_ends_and_then_is_the_report() throws IOException {
        Path run = folder.resolve(NAME);
        Path page = run.resolve("report.html");
        String running =
                until(
                        html ->
                                html.contains("last evaluation")
                                        && html.contains("class=\"lines\""),
                        page,
                        words("--steps", "1000000000", "--page", "--output", run.toString()));

        assertThat(running)
                .contains(RELOADS)
                .contains("Training, as of ", "of 1,000,000,000", "remaining", "/s<")
                .contains("learning rate", "loss, smoothed", "script-src 'sha256-")
                .contains("&lt;img src=x onerror=alert()&gt; &amp; &quot;run&quot;")
                .doesNotContain("<img src=x");
        assertThat(Files.readString(page))
                .doesNotContain("http-equiv=\"refresh\"")
                .contains("Training has ended: stopped after ")
                .contains("go on with: rondo train dates --resume ")
                .contains("class=\"lines\"");

        String again =
                until(
                        html -> html.contains(RELOADS),
                        page,
                        "train",
                        "dates",
                        "--page",
                        "--resume",
                        run.toString());
        assertThat(again).contains(RELOADS);

        long step = RunDirectory.model(run).step();
        CommandLineRun.of(
                        "train",
                        "dates",
                        "--page",
                        "--steps",
                        String.valueOf(step + 10000),
                        "--minutes",
                        "0.001",
                        "--resume",
                        run.toString())
                .succeeded();
        assertThat(Files.readString(page))
                .doesNotContain("http-equiv=\"refresh\"")
                .contains("Provenance");
    }

    /** The page is not what a training is for. */
    @Test
    void a_training_goes_on_without_a_page_that_cannot_be_written() throws IOException {
        Path run = folder.resolve("run");
        CommandLineRun.of(words("--steps", "2", "--output", run.toString())).succeeded();
        Files.delete(run.resolve("report.html"));
        Files.createDirectories(run.resolve("report.html/in the way"));

        CommandLineRun more =
                CommandLineRun.of(
                                "train",
                                "dates",
                                "--page",
                                "--steps",
                                "4",
                                "--resume",
                                run.toString())
                        .succeeded();

        assertThat(more.err()).contains("from now on this training writes no page: ");
    }
}
