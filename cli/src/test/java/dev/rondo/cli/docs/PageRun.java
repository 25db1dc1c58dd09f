package dev.rondo.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.stream.Collectors.joining;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.models.checkpoint.Safetensors;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The commands of a page, run by bash from the first to the last in a folder that looks like the
 * root of the repository and has the files of which the pages speak.
 */
final class PageRun {
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final Page page;
    private final Path folder;
    private final boolean shortened;

    /**
     * A run.
     *
     * @param parent where the folder is made
     * @param shortened whether training and timing get short limits
     */
    PageRun(Page page, Path parent, boolean shortened) throws IOException {
        String name = page.path().getFileName().toString().replace(".md", "-");
        this.page = page;
        this.folder = Files.createTempDirectory(parent.toAbsolutePath(), name);
        this.shortened = shortened;
    }

    void run() throws IOException, InterruptedException {
        prepare();
        int run = 0;
        for (Page.Block block : page.blocks()) {
            switch (block.language()) {
                case "java" -> save(block);
                case "sh", "python" -> {
                    if (block.runs()) {
                        run(block);
                        run++;
                    } else {
                        say("not run", "%s %s: %s", block, first(block), block.notRun());
                    }
                }
                default -> {}
            }
        }
        if (run > 0) {
            say("passed", "%s: %d blocks of commands", page, run);
        }
    }

    private static void say(String what, String format, Object... values) {
        System.out.printf("%-8s %s%n", what, String.format(Locale.ROOT, format, values));
    }

    private static String first(Page.Block block) {
        return block.lines().getFirst().strip();
    }

    private void run(Page.Block block) throws IOException, InterruptedException {
        assertThat(block.language())
                .as("%s: only shell commands can be run", block)
                .isEqualTo("sh");
        String commands = shortened ? CommandLines.shortened(block.text()) : block.text();
        Path log = folder.resolve("output.log");
        ProcessBuilder builder =
                new ProcessBuilder("bash", "-e", "-o", "pipefail", "-c", commands)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        String java = System.getProperty("java.home");
        builder.environment().put("JAVA_HOME", java);
        builder.environment().merge("PATH", java + "/bin", (old, more) -> more + ":" + old);
        long begun = System.nanoTime();
        Process process = builder.start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        String output = Files.readString(log, StandardCharsets.UTF_8);
        assertThat(ended && process.exitValue() == 0)
                .as("%s in %s%n%s%n%s", block, folder, commands, output)
                .isTrue();
        say("run", "%s %s (%.1f s)", block, first(block), (System.nanoTime() - begun) / 1e9);
    }

    /** A program whose first line is a comment with its file's name. */
    private void save(Page.Block block) throws IOException {
        String first = first(block);
        if (first.matches("// \\w+\\.java")) {
            Files.writeString(folder.resolve(first.substring(3)), block.text());
        }
    }

    private void prepare() throws IOException {
        for (String name : List.of("rondo", "scripts", "cli", "benchmarks", "LICENSE")) {
            Files.createSymbolicLink(folder.resolve(name), Page.ROOT.resolve(name));
        }
        String book = Files.readString(Page.ROOT.resolve("LICENSE"));
        Files.writeString(folder.resolve("book.txt"), book);
        Files.writeString(folder.resolve("text.txt"), book.substring(2000, 6000));
        Files.writeString(folder.resolve("plurals.tsv"), plurals());
        Files.writeString(folder.resolve("sunspots.csv"), sunspots());
        Files.writeString(folder.resolve("reviews.csv"), reviews());
        Files.writeString(folder.resolve("digits.csv"), digits());
        Path torch = Path.of("src/test/resources/torch/lstm-both-ways");
        Files.copy(torch.resolve("weights.safetensors"), folder.resolve("lstm.safetensors"));
        Files.copy(torch.resolve("input.safetensors"), folder.resolve("x.safetensors"));
        languageModel(book);
    }

    private static String plurals() {
        List<String> starts = List.of("b", "c", "d", "f", "h", "l", "m", "p", "r", "s", "t", "w");
        List<String> ends = List.of("at", "og", "ell", "ish", "ox", "olf", "ady", "oy");
        return starts.stream()
                .flatMap(s -> ends.stream().map(e -> s + e))
                .map(w -> w + "\t" + plural(w))
                .collect(joining("\n", "", "\n"));
    }

    private static String plural(String word) {
        String stem = word.substring(0, word.length() - 1);
        return word.endsWith("olf")
                ? stem + "ves"
                : word.endsWith("ady")
                        ? stem + "ies"
                        : word.matches(".*(sh|x)") ? word + "es" : word + "s";
    }

    /** Months from 1749 on with a period of 40, in place of the real ones. */
    private static String sunspots() {
        Random random = new Random(1);
        return IntStream.range(0, 600)
                .mapToObj(
                        i ->
                                String.format(
                                        Locale.ROOT,
                                        "%d-%02d,%.1f",
                                        1749 + i / 12,
                                        i % 12 + 1,
                                        60 + 50 * Math.sin(i * Math.TAU / 40) + random.nextInt(9)))
                .collect(joining("\n", "month,sunspots\n", "\n"));
    }

    /** Made-up sentences, of which one word says the class. */
    private static String reviews() {
        Random random = new Random(2);
        return IntStream.range(0, 300)
                .mapToObj(
                        i ->
                                String.format(
                                        Locale.ROOT,
                                        "\"The film, no. %d, is %s.\",%s",
                                        random.nextInt(40),
                                        i % 2 == 0 ? "wonderful" : "a waste of time",
                                        i % 2 == 0 ? "good" : "bad"))
                .collect(joining("\n", "review,sentiment\n", "\n"));
    }

    /** A step in each row, of eight for each image, in place of the real ones. */
    private static String digits() {
        StringBuilder rows = new StringBuilder("image,row,p0,p1,p2,p3,p4,p5,p6,p7,digit\n");
        Random random = new Random(3);
        for (int i = 0; i < 1600; i++) {
            String pixels = random.ints(8, 0, 16).mapToObj(p -> "," + p).collect(joining());
            rows.append(i / 8).append(',').append(i % 8).append(pixels);
            rows.append(',').append(i / 8 % 10).append('\n');
        }
        return rows.toString();
    }

    /** Weights as PyTorch would save them, and the characters of a text. */
    private void languageModel(String text) throws IOException {
        String characters =
                text.codePoints()
                        .distinct()
                        .sorted()
                        .mapToObj(Character::toString)
                        .collect(joining());
        int v = characters.length();
        Map<String, Array> weights = new LinkedHashMap<>();
        weights.put("embedding.weight", array(v, 8));
        weights.put("cells.weight_ih_l0", array(64, 8));
        weights.put("cells.weight_hh_l0", array(64, 16));
        weights.put("cells.bias_ih_l0", array(64));
        weights.put("cells.bias_hh_l0", array(64));
        weights.put("classify.weight", array(v, 16));
        weights.put("classify.bias", array(v));
        Safetensors.of(weights).write(folder.resolve("torch.safetensors"));
        String list =
                characters
                        .codePoints()
                        .mapToObj(c -> "\"" + escaped(c) + "\"")
                        .collect(joining(",", "[", "]"));
        Files.writeString(folder.resolve("characters.json"), list);
    }

    private static String escaped(int c) {
        return String.format(Locale.ROOT, "\\u%04x", c);
    }

    private static Array array(int... dims) {
        Random random = new Random(dims.length);
        Array values = Array.zeros(DType.F32, Shape.of(dims));
        for (int i = 0; i < Shape.of(dims).size(); i++) {
            values.set(i, random.nextGaussian() * 0.2);
        }
        return values;
    }
}
