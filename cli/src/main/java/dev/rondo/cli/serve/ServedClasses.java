package dev.rondo.cli.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Program;
import dev.rondo.models.classification.Calibration;
import dev.rondo.models.classification.Sequence;
import dev.rondo.models.classification.SequenceClassifier;
import dev.rondo.models.classification.Temperature;
import dev.rondo.models.data.DataException;
import dev.rondo.models.data.Example;
import dev.rondo.models.data.ExampleCodec;
import dev.rondo.models.data.ExampleColumns;
import dev.rondo.models.data.SequenceBatches;
import dev.rondo.models.data.Unknowns;
import dev.rondo.models.task.BatchSizes;
import dev.rondo.models.task.ClassesModel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A classifier of texts or of sequences of numbers. It is compiled for some lengths. A sequence
 * always runs at the smallest that holds it, whoever else asks, so that its bits do not depend on
 * the others.
 */
final class ServedClasses implements ServedModel, ServedModel.Classifying {
    /** The most steps of a sequence of numbers, whose length training does not bound. */
    private static final int LONGEST = 4096;

    /** The shortest length that is compiled; it is quick anyway. */
    private static final int SHORTEST = 16;

    /** The most steps of all rows of a run together, unless a single row has more. */
    private static final int MOST_PLACES = 1 << 14;

    private static final String ENTRY = "serve_classify_";
    private static final String TEXTS = "texts";
    private static final String SEQUENCES = "sequences";
    private static final String TEMPERATURE = "temperature";

    private final ClassesModel model;
    private final int longest;
    private final int most;
    private final long patience;
    private final Executable executable;
    private final TreeMap<Integer, BatchSizes> lengths = new TreeMap<>();
    private final Dispatcher<ClassifyJob> dispatcher;

    /**
     * A model that takes requests.
     *
     * @param name for messages
     * @param weights sets the weights of what was compiled
     * @param seen receives the number of jobs of each run
     */
    ServedClasses(
            String name,
            ClassesModel model,
            Backend backend,
            Consumer<Executable> weights,
            ServeSettings settings,
            Consumer<Integer> seen) {
        this.model = model;
        longest = model.codec() instanceof ExampleCodec.OfTexts t ? t.longest() : LONGEST;
        most = Math.min(settings.batch(), settings.queue());
        patience = settings.timeout();
        Program program = Program.of(DType.F32, model.scope(), 0);
        for (int length : BatchSizes.growing(longest).toArray()) {
            if (length < Math.min(SHORTEST, longest)) {
                continue;
            }
            int rows = Math.clamp(MOST_PLACES / length, 1, settings.batch());
            lengths.put(length, BatchSizes.of(backend, rows));
            for (int size : lengths.get(length).all()) {
                program =
                        program.with(
                                Entry.trace(
                                        entry(length, size),
                                        DType.F32,
                                        model.model().predicting(length, size)));
            }
        }
        executable = backend.compile(program);
        weights.accept(executable);
        dispatcher = new Dispatcher<>(name, settings.batch(), settings.queue(), this::run, seen);
    }

    private static String entry(int length, int size) {
        return ENTRY + length + "_" + size;
    }

    private boolean readsTexts() {
        return model.codec() instanceof ExampleCodec.OfTexts;
    }

    @Override
    public String task() {
        return ClassesModel.TASK;
    }

    @Override
    public List<String> operations() {
        return List.of("classify");
    }

    @Override
    public ObjectNode description() {
        ObjectNode d = Json.object().put("reads", readsTexts() ? TEXTS : SEQUENCES);
        ArrayNode classes = d.putArray("classes");
        model.classes().forEach(classes::add);
        if (model.columns() instanceof ExampleColumns.OfSteps(_, _, List<String> names)) {
            ArrayNode columns = d.putArray("columns");
            names.forEach(columns::add);
        }
        return d.put("longest_sequence", longest).put("most_sequences", most);
    }

    @Override
    public int queued() {
        return dispatcher.length();
    }

    @Override
    public ObjectNode classify(ObjectNode request) {
        String name = readsTexts() ? TEXTS : SEQUENCES;
        Fields fields = Fields.of(request, name, TEMPERATURE);
        List<? extends Example.Content> contents = contents(fields);
        double given = fields.number(TEMPERATURE, 1, Double.MIN_NORMAL, Double.MAX_VALUE);
        List<ClassifyJob> jobs = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (int i = 0; i < contents.size(); i++) {
            jobs.add(job("'" + name + "', element " + (i + 1) + ": ", contents.get(i), warnings));
        }
        dispatcher.accept(jobs);
        ObjectNode answer = Json.object();
        ArrayNode predictions = answer.putArray("predictions");
        for (ClassifyJob job : jobs) {
            job.await(patience);
            show(probabilities(job, new Temperature(given)), predictions.addObject());
        }
        if (!warnings.isEmpty()) {
            ArrayNode all = answer.putArray("warnings");
            warnings.forEach(all::add);
        }
        return answer;
    }

    private List<? extends Example.Content> contents(Fields fields) {
        return switch (model.codec()) {
            case ExampleCodec.OfTexts _ ->
                    fields.texts(TEXTS, most).stream().map(Example.Text::new).toList();
            case ExampleCodec.OfNumbers numbers ->
                    fields.sequences(SEQUENCES, most, longest, numbers.scaling().size()).stream()
                            .map(Example.Numbers::new)
                            .toList();
        };
    }

    private ClassifyJob job(String where, Example.Content content, List<String> warnings) {
        Sequence sequence;
        try {
            sequence = model.codec().encode(content);
        } catch (DataException e) {
            throw Problem.unusable(where + e.getMessage());
        }
        if (model.codec() instanceof ExampleCodec.OfTexts texts) {
            Unknowns unknown = texts.unknown(content);
            if (!unknown.isEmpty()) {
                warnings.add(where + unknown.replaced());
            }
        }
        model.remark(content).ifPresent(r -> warnings.add(where + r));
        return new ClassifyJob(sequence);
    }

    private static double[] probabilities(ClassifyJob job, Temperature temperature) {
        for (double z : job.logits()) {
            if (!Double.isFinite(z)) {
                throw Problem.unusable(
                        "the model says "
                                + z
                                + " of a class, which is no probability; what it read may be too"
                                + " far from what it was trained on");
            }
        }
        return temperature.probabilities(job.logits());
    }

    private void show(double[] probabilities, ObjectNode into) {
        into.put("class", model.classes().get(Calibration.likeliest(probabilities)));
        ObjectNode each = into.putObject("probabilities");
        for (int c = 0; c < probabilities.length; c++) {
            each.put(model.classes().get(c), probabilities[c]);
        }
    }

    private void run(List<ClassifyJob> jobs) {
        Map<Integer, List<ClassifyJob>> alike = new TreeMap<>();
        for (ClassifyJob job : jobs) {
            int length = lengths.ceilingKey(job.sequence().steps());
            alike.computeIfAbsent(length, _ -> new ArrayList<>()).add(job);
        }
        alike.forEach(
                (length, some) -> {
                    int[] sizes = lengths.get(length).all();
                    int rows = sizes[sizes.length - 1];
                    for (int from = 0; from < some.size(); from += rows) {
                        run(length, some.subList(from, Math.min(from + rows, some.size())));
                    }
                });
    }

    private void run(int length, List<ClassifyJob> jobs) {
        int size = lengths.get(length).holding(jobs.size());
        List<Sequence> sequences = jobs.stream().map(ClassifyJob::sequence).toList();
        Array logits = run(length, size, sequences);
        int classes = model.classes().size();
        for (int row = 0; row < jobs.size(); row++) {
            int from = row * classes;
            jobs.get(row)
                    .take(IntStream.range(from, from + classes).mapToDouble(logits::get).toArray());
        }
    }

    private Array run(int length, int size, List<Sequence> sequences) {
        return executable
                .run(
                        entry(length, size),
                        SequenceBatches.once(sequences, length, size).unlabelled(0))
                .get(SequenceClassifier.LOGITS);
    }

    @Override
    public void warmUp(long nanoseconds) {
        int entries = lengths.values().stream().mapToInt(s -> s.all().length).sum();
        lengths.forEach(
                (length, sizes) -> {
                    for (int size : sizes.all()) {
                        long end = System.nanoTime() + nanoseconds / entries;
                        while (System.nanoTime() < end) {
                            run(length, size, List.of(nothing(length)));
                        }
                    }
                });
    }

    private Sequence nothing(int length) {
        return switch (model.codec()) {
            case ExampleCodec.OfTexts _ -> new Sequence.Symbols(new int[length]);
            case ExampleCodec.OfNumbers numbers ->
                    new Sequence.Features(new float[length][numbers.scaling().size()]);
        };
    }

    @Override
    public void close() {
        dispatcher.close();
        executable.close();
    }
}
