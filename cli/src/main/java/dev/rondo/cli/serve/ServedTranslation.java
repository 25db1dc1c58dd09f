package dev.rondo.cli.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.rondo.array.DType;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Executable;
import dev.rondo.cli.task.TranslationModel;
import dev.rondo.graph.Program;
import dev.rondo.models.data.DataException;
import dev.rondo.models.data.PairCodec;
import dev.rondo.models.data.Unknowns;
import dev.rondo.models.seq2seq.GreedyDecoder;
import dev.rondo.models.seq2seq.Written;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** An encoder-decoder, which always writes the likeliest symbol. It is run for one batch size. */
final class ServedTranslation implements ServedModel, ServedModel.Predicting {
    private static final String SOURCES = "sources";
    private static final String ATTENTION = "attention";

    private final String task;
    private final TranslationModel model;
    private final PairCodec codec;
    private final int most;
    private final long patience;
    private final Executable executable;
    private final GreedyDecoder decoder;
    private final Dispatcher<SourceJob> dispatcher;

    /**
     * A model that takes requests.
     *
     * @param name for messages
     * @param task for which it was trained
     * @param weights sets the weights of what was compiled
     * @param seen receives the number of jobs of each run
     */
    ServedTranslation(
            String name,
            String task,
            TranslationModel model,
            Backend backend,
            Consumer<Executable> weights,
            ServeSettings settings,
            Consumer<Integer> seen) {
        this.task = task;
        this.model = model;
        codec = model.codec();
        most = Math.min(settings.batch(), settings.queue());
        patience = settings.timeout();
        int longest = codec.longestSource();
        Program program = Program.of(DType.F32, model.scope(), 0);
        executable =
                backend.compile(
                        GreedyDecoder.addTo(program, model.model(), longest, settings.batch()));
        weights.accept(executable);
        decoder =
                new GreedyDecoder(
                        executable, longest, settings.batch(), codec.begin(), codec.end());
        dispatcher = new Dispatcher<>(name, settings.batch(), settings.queue(), this::run, seen);
    }

    private void run(List<SourceJob> jobs) {
        List<int[]> sources = jobs.stream().map(SourceJob::symbols).toList();
        List<Written> written = decoder.decode(sources, codec.longestTarget());
        for (int i = 0; i < jobs.size(); i++) {
            jobs.get(i).take(written.get(i));
        }
    }

    @Override
    public String task() {
        return task;
    }

    @Override
    public List<String> operations() {
        return List.of("predict");
    }

    @Override
    public ObjectNode description() {
        return Json.object()
                .put("longest_source", codec.longestSource())
                .put("most_sources", most)
                .put(ATTENTION, model.attends());
    }

    @Override
    public int queued() {
        return dispatcher.length();
    }

    @Override
    public ObjectNode predict(ObjectNode request) {
        Fields fields = Fields.of(request, SOURCES, ATTENTION);
        List<String> sources = fields.texts(SOURCES, most);
        boolean attention = fields.flag(ATTENTION);
        if (attention && !model.attends()) {
            throw Problem.unusable("'attention': this model was trained without attention");
        }
        List<SourceJob> jobs = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            jobs.add(job(sources.get(i), i));
            Unknowns unknown = codec.unknown(sources.get(i));
            if (!unknown.isEmpty()) {
                warnings.add("source " + (i + 1) + ": " + unknown.replaced());
            }
        }
        dispatcher.accept(jobs);
        ObjectNode answer = Json.object();
        ArrayNode predictions = answer.putArray("predictions");
        for (int i = 0; i < jobs.size(); i++) {
            jobs.get(i).await(patience);
            show(sources.get(i), jobs.get(i).written(), attention, predictions.addObject());
        }
        if (!warnings.isEmpty()) {
            ArrayNode all = answer.putArray("warnings");
            warnings.forEach(all::add);
        }
        return answer;
    }

    private SourceJob job(String source, int at) {
        String where = "'sources', element " + (at + 1) + ": ";
        int[] symbols;
        try {
            symbols = codec.encodeSource(source);
        } catch (DataException e) {
            throw Problem.unusable(where + e.getMessage());
        }
        if (symbols.length > codec.longestSource()) {
            throw Problem.unusable(
                    where
                            + "has a length of "
                            + symbols.length
                            + "; the longest that the model was trained on has "
                            + codec.longestSource()
                            + ". Make it shorter, or use 'rondo predict'");
        }
        return new SourceJob(symbols);
    }

    private void show(String source, Written written, boolean attention, ObjectNode into) {
        into.put("text", codec.decodeTarget(written.symbols()));
        into.put("ended", written.ended() || codec.end() == PairCodec.NO_END);
        if (attention) {
            ArrayNode read = into.putArray("read");
            codec.sourcePieces(source).forEach(read::add);
            ArrayNode wrote = into.putArray("wrote");
            codec.targetPieces(written.symbols()).forEach(wrote::add);
            ArrayNode rows = into.putArray(ATTENTION);
            for (double[] weights : written.weights()) {
                ArrayNode row = rows.addArray();
                for (double w : weights) {
                    row.add((float) w);
                }
            }
        }
    }

    @Override
    public void warmUp(long nanoseconds) {
        long end = System.nanoTime() + nanoseconds;
        while (System.nanoTime() < end) {
            decoder.decode(List.of(new int[1]), codec.longestTarget());
        }
    }

    @Override
    public void close() {
        dispatcher.close();
        executable.close();
    }
}
