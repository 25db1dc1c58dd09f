package dev.rondo.cli.command;

import dev.rondo.backend.Executable;
import dev.rondo.cli.Console;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.show.AttentionMap;
import dev.rondo.cli.show.AttentionText;
import dev.rondo.cli.show.page.Page;
import dev.rondo.cli.show.page.Section;
import dev.rondo.cli.task.DatesData;
import dev.rondo.cli.task.PairsData;
import dev.rondo.cli.task.Translation;
import dev.rondo.cli.task.TranslationExplorer;
import dev.rondo.cli.task.TranslationModel;
import dev.rondo.cli.task.TranslationModel.Found;
import dev.rondo.cli.task.Weights;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.data.DataException;
import dev.rondo.models.data.PairCodec;
import dev.rondo.models.data.TextFile;
import dev.rondo.models.seq2seq.LengthPenalty;
import dev.rondo.models.task.Values;

import jakarta.inject.Inject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code rondo predict}: a trained encoder-decoder at work. */
@Command(
        name = "predict",
        description =
                "Writes what a trained model of dates or pairs makes of each source, a line each.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Examples:",
            "  rondo predict runs/dates-20260522-101500 \"3rd of May 2021\" \"Sat 12.06.1999\" --attention",
            "  rondo predict runs/plurals wolf --beam 5 --length-penalty 0.6 --all",
            "  rondo predict runs/plurals - < words.txt > plurals.txt"
        })
final class PredictCommand implements Callable<Integer> {
    private static final String ATTENTION =
            "What the model looked at (columns) for each symbol (rows).";

    private static final int ROWS_AT_ONCE = 64;
    private static final int MOST_SHOWN = 40;
    private static final int MOST_EXPLORED = 20;

    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description = {
                "The run directory of 'rondo demo', 'rondo train dates' or 'rondo train pairs'."
            })
    private Path directory;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "SOURCE",
            description = {
                "What the model reads: dates as people write them, or sources of pairs; - alone reads them"
                        + " from standard input, one a line."
            })
    private List<String> given;

    @Option(
            names = "--beam",
            paramLabel = "N",
            defaultValue = "1",
            description = {
                "Follows the N likeliest beginnings at each symbol; 1 takes the likeliest symbol always"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private int beam;

    @Option(
            names = "--length-penalty",
            paramLabel = "A",
            defaultValue = "0",
            description = {
                "Divides the logarithm of a text's probability by ((5+length)/6)^A, so that long texts"
                        + " have a chance (default: ${DEFAULT-VALUE})."
            })
    private double lengthPenalty;

    @Option(
            names = "--all",
            description = {
                "Show all that the beam found, the best first, each after its score and a tab."
            })
    private boolean all;

    @Option(
            names = "--attention",
            description = "Also show where the model looked while it wrote each symbol.")
    private boolean attention;

    @Option(
            names = "--page",
            paramLabel = "FILE",
            description = {
                "Writes a page on which each symbol can be followed: where the model looked, and the gates"
                        + " of its cells at that step, for the first "
                        + MOST_EXPLORED
                        + " sources."
            })
    private Path page;

    @Mixin private UnknownOption unknown;
    @Mixin private ComputeOptions compute;

    @Inject private Console console;

    @Override
    public Integer call() {
        Values.atLeast("--beam", beam, 1);
        Values.notNegative("--length-penalty", lengthPenalty);
        if (page != null) {
            OutputPath.check("--page", page);
        }
        Checkpoint checkpoint =
                RunPaths.model(directory, "rondo predict", DatesData.NAME, PairsData.NAME);
        TranslationModel model = TranslationModel.parse(checkpoint.description().model());
        if (attention && !model.attends()) {
            throw new UsageException(directory + " holds a model without attention");
        }
        List<String> sources = sources();
        // this also refuses sources that cannot be read, before anything is computed
        int longest = sources.stream().mapToInt(s -> length(model.codec(), s)).max().orElse(1);
        int batch = Math.clamp(ROWS_AT_ONCE / beam, 1, sources.size());
        var penalty = new LengthPenalty(lengthPenalty);
        try (Executable executable =
                compute.open(console).compile(model.searching(longest, batch, beam))) {
            Weights.restore(checkpoint, executable, console);
            List<Translation> best = new ArrayList<>();
            for (int from = 0; from < sources.size(); from += batch) {
                List<String> part = sources.subList(from, Math.min(from + batch, sources.size()));
                List<List<Found>> found =
                        model.search(executable, longest, batch, beam, penalty, part);
                found.forEach(this::show);
                found.forEach(f -> best.add(f.getFirst().translation()));
                console.out().check();
            }
            if (page != null) {
                var explorer = new TranslationExplorer(model, executable, longest);
                write(page(explorer, sources, best));
            }
        }
        return 0;
    }

    private Page page(TranslationExplorer explorer, List<String> sources, List<Translation> best) {
        List<Section> sections = new ArrayList<>();
        int shown = Math.min(MOST_EXPLORED, sources.size());
        for (int i = 0; i < shown; i++) {
            sections.add(
                    Section.of(
                            sources.get(i) + " → " + best.get(i).text(),
                            explorer.block(sources.get(i), best.get(i), ATTENTION)));
        }
        return new Page(
                "rondo predict: " + directory.toAbsolutePath().normalize().getFileName(),
                shown == sources.size()
                        ? "What the model did at each symbol"
                        : String.format(
                                Locale.ROOT,
                                "What the model did at each symbol of the first %,d of %,d sources",
                                shown,
                                sources.size()),
                sections);
    }

    private void write(Page made) {
        made.write(page);
        console.note("each symbol can be followed on " + page);
    }

    private List<String> sources() {
        if (!given.equals(List.of(TextFile.STANDARD_INPUT.toString()))) {
            return given;
        }
        List<String> lines =
                new ArrayList<>(TextFile.read(TextFile.STANDARD_INPUT).text().lines().toList());
        while (!lines.isEmpty() && lines.getLast().isBlank()) {
            lines.removeLast();
        }
        if (lines.isEmpty()) {
            throw new DataException("standard input holds nothing but empty lines");
        }
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                throw new DataException(
                        String.format(
                                Locale.ROOT,
                                "standard input, line %d: the line is empty; each holds a source",
                                i + 1));
            }
        }
        return lines;
    }

    /** The number of symbols of a source. Reports how the source differs from those of training. */
    private int length(PairCodec codec, String source) {
        int length = codec.encodeSource(source).length;
        String where = "'" + shortened(source) + "'";
        unknown.judge(console, where, codec.unknown(source));
        if (length > codec.longestSource()) {
            console.warn(
                    String.format(
                            Locale.ROOT,
                            "%s: has a length of %d; the longest that the model was trained on has %d",
                            where,
                            length,
                            codec.longestSource()));
        }
        return length;
    }

    private static String shortened(String source) {
        int most = Math.min(MOST_SHOWN, source.codePointCount(0, source.length()));
        int end = source.offsetByCodePoints(0, most);
        return source.substring(0, end) + (end < source.length() ? "…" : "");
    }

    private void show(List<Found> found) {
        for (Found f : all ? found : found.subList(0, 1)) {
            String score = all ? String.format(Locale.ROOT, "%.4f\t", f.score()) : "";
            console.out().println(score + f.translation().text());
            if (attention) {
                show(f.translation().map());
            }
        }
    }

    private void show(AttentionMap map) {
        AttentionText.lines(map, console.unicode()).forEach(console.out()::println);
        console.out().println(AttentionText.legend(console.unicode()));
    }
}
