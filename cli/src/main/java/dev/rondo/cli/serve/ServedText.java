package dev.rondo.cli.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.rondo.cli.task.TextModel;
import dev.rondo.cli.task.TextTask;
import dev.rondo.models.data.DataException;
import dev.rondo.models.data.Unknowns;
import dev.rondo.models.language.Sampling;
import dev.rondo.models.task.BatchSizes;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A language model: the distribution of the next symbol, continuations, and sessions. */
final class ServedText implements ServedModel, ServedModel.Predicting {
    /** Most symbols that one request may ask to be written. */
    static final int LONGEST = 10_000;

    private static final String TEXT = "text";
    private static final String PROMPT = "prompt";
    private static final String PROBABILITIES = "probabilities";
    private static final String SNAPSHOT = "snapshot";
    private static final int FEW = 5;

    /** The fields that say what is written, and how. */
    private static final String[] WRITING = {
        "length", "temperature", "top_k", "top_p", "seed", PROBABILITIES
    };

    private final TextModel model;
    private final List<String> symbols;
    private final TextEngine engine;
    private final RowState initial;
    private final long patience;
    private final int batch;
    private final Dispatcher<TextJob> dispatcher;

    /**
     * A model that takes requests.
     *
     * @param name for messages
     * @param engine computes it; closed with it
     * @param seen receives the number of jobs of each run
     */
    ServedText(
            String name,
            TextModel model,
            TextEngine engine,
            ServeSettings settings,
            Consumer<Integer> seen) {
        this.model = model;
        this.engine = engine;
        this.symbols =
                IntStream.range(0, model.vocabulary().size())
                        .mapToObj(i -> model.vocabulary().decode(i))
                        .toList();
        this.initial = engine.initial();
        this.patience = settings.timeout();
        this.batch = settings.batch();
        this.dispatcher =
                new Dispatcher<>(
                        name,
                        settings.batch(),
                        settings.queue(),
                        jobs -> TextJob.run(engine, jobs),
                        seen);
    }

    @Override
    public String task() {
        return TextTask.NAME;
    }

    @Override
    public List<String> operations() {
        return List.of("predict", "sessions");
    }

    @Override
    public ObjectNode description() {
        ObjectNode d = Json.object();
        d.put("symbols", symbols.size());
        d.put(
                "unknown_symbols",
                model.vocabulary().unknownSymbol().isPresent() ? "replaced" : "refused");
        return d;
    }

    @Override
    public int queued() {
        return dispatcher.length();
    }

    /** What one request made of a text. */
    private record Read(TextJob job, ObjectNode answer) {}

    @Override
    public ObjectNode predict(ObjectNode request) {
        Fields fields = Fields.of(request, writingAnd(PROMPT));
        String prompt = fields.text(PROMPT, "");
        TextState from = new TextState(initial, new float[0], 0);
        return work(from, prompt, opening(prompt), writing(fields, 0), few(fields)).answer();
    }

    private static String[] writingAnd(String name) {
        return Stream.concat(Arrays.stream(WRITING), Stream.of(name)).toArray(String[]::new);
    }

    private int[] opening(String prompt) {
        return prompt.isEmpty() ? model.opening() : encoded(prompt);
    }

    private int[] encoded(String text) {
        try {
            return model.vocabulary().encode(text);
        } catch (DataException e) {
            throw Problem.unusable(e.getMessage());
        }
    }

    private static TextJob.Writing writing(Fields fields, int least) {
        return new TextJob.Writing(
                fields.whole("length", least, least, LONGEST),
                new Sampling(
                        fields.number("temperature", 0.8, 0, Double.MAX_VALUE),
                        fields.whole("top_k", 0, 0, Integer.MAX_VALUE),
                        fields.number("top_p", 1, Double.MIN_VALUE, 1)),
                fields.whole("seed", 1L, Long.MIN_VALUE, Long.MAX_VALUE));
    }

    private int few(Fields fields) {
        return fields.whole(PROBABILITIES, Math.min(FEW, symbols.size()), 0, symbols.size());
    }

    private Read work(TextState from, String given, int[] read, TextJob.Writing writing, int few) {
        TextJob job = new TextJob(from, read, writing, model.vocabulary().unknownSymbol());
        dispatcher.accept(List.of(job));
        job.await(patience);
        ObjectNode answer = Json.object();
        if (writing.length() > 0) {
            String whole = model.vocabulary().continued(given, job.written());
            answer.put(TEXT, whole.substring(given.length()));
        }
        answer.put("position", job.state().position());
        answer.set("next", next(job.state().logits(), few));
        Unknowns unknown = model.vocabulary().unknown(given);
        if (!unknown.isEmpty()) {
            answer.putArray("warnings").add(unknown.replaced());
        }
        return new Read(job, answer);
    }

    /** The likeliest symbols, the likeliest first; among equals, the lower index. */
    private ArrayNode next(float[] logits, int few) {
        double[] p = probabilities(logits);
        ArrayNode next = Json.array();
        IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> p[i]).reversed())
                .limit(few)
                .forEach(
                        i ->
                                next.addObject()
                                        .put("symbol", symbols.get(i))
                                        .put("index", i)
                                        .put("probability", p[i]));
        return next;
    }

    private static double[] probabilities(float[] logits) {
        double most = Double.NEGATIVE_INFINITY;
        for (float x : logits) {
            if (!Float.isFinite(x)) {
                throw Problem.failed(
                        "the model gave a logit that is no finite number; its weights may be"
                                + " damaged");
            }
            most = Math.max(most, x);
        }
        double[] p = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            p[i] = StrictMath.exp(logits[i] - most);
            sum += p[i];
        }
        for (int i = 0; i < p.length; i++) {
            p[i] /= sum;
        }
        return p;
    }

    /** What a session did: its state after it, and what to answer. */
    record Step(TextState state, ObjectNode answer) {}

    /** Begins a text, or goes on with one that a snapshot holds. */
    Step open(NamedModel self, ObjectNode request) {
        Fields fields = Fields.of(request, PROMPT, PROBABILITIES, SNAPSHOT);
        int few = few(fields);
        if (!fields.has(SNAPSHOT)) {
            String prompt = fields.text(PROMPT, "");
            TextState from = new TextState(initial, new float[0], 0);
            return step(work(from, prompt, opening(prompt), TextJob.Writing.NOTHING, few));
        }
        if (fields.has(PROMPT)) {
            throw Problem.unusable("'prompt' and 'snapshot' cannot both be given");
        }
        TextState state = Snapshot.read(self, fields);
        ObjectNode answer = Json.object().put(Session.POSITION, state.position());
        answer.set("next", next(state.logits(), few));
        return new Step(state, answer);
    }

    /** Reads more of a text. */
    Step read(TextState from, ObjectNode request) {
        Fields fields = Fields.of(request, TEXT, PROBABILITIES, Session.POSITION);
        String text = fields.text(TEXT);
        if (text.isEmpty()) {
            throw Problem.unusable("'text' must have at least one symbol");
        }
        checkPosition(from, fields);
        return step(work(from, text, encoded(text), TextJob.Writing.NOTHING, few(fields)));
    }

    /** Writes on, and reads what it wrote. */
    Step write(TextState from, ObjectNode request) {
        Fields fields = Fields.of(request, writingAnd(Session.POSITION));
        checkPosition(from, fields);
        return step(work(from, "", new int[0], writing(fields, 1), few(fields)));
    }

    private static Step step(Read read) {
        return new Step(read.job().state(), read.answer());
    }

    private static void checkPosition(TextState from, Fields fields) {
        long expected =
                fields.whole(Session.POSITION, from.position(), Long.MIN_VALUE, Long.MAX_VALUE);
        if (expected != from.position()) {
            throw Problem.conflict(
                    "the session is at position "
                            + from.position()
                            + ", not at "
                            + expected
                            + ". Steps since the last save are lost when a server ends without"
                            + " warning: send again what came after position "
                            + from.position());
        }
    }

    /** The form of a state, for one that was kept elsewhere. */
    RowState form() {
        return initial;
    }

    /** How many symbols there are. */
    int size() {
        return symbols.size();
    }

    @Override
    public void warmUp(long nanoseconds) {
        int[] sizes = BatchSizes.growing(batch).toArray();
        for (int rows : sizes) {
            List<RowState> states = Stream.generate(engine::initial).limit(rows).toList();
            long end = System.nanoTime() + nanoseconds / sizes.length;
            while (System.nanoTime() < end) {
                engine.step(new int[rows], states);
            }
        }
    }

    @Override
    public void close() {
        dispatcher.close();
        engine.close();
    }
}
