package dev.rondo.cli.experiment;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.image.UNet;
import dev.rondo.models.init.Initializers;
import dev.rondo.models.loss.CrossEntropy;
import dev.rondo.models.synthetic.Shapes;
import dev.rondo.models.training.Batches;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A trial of {@link Highway} with images: an encoder-decoder says what each pixel shows. */
final class HighwayImages {
    /** The layers whose gradient is measured, the one next to the loss first. */
    static final List<String> LAYERS =
            List.of("up top", "up middle", "bottom", "middle 2", "middle 1", "top 2", "top 1");

    /** Channels at full size, and below. */
    static final int TOP = 64;

    static final int BELOW = 128;

    static final int BATCH = 8;

    /** Images that are measured, and how many at a time. */
    static final int FRESH = 256;

    private static final int ROWS = 16;
    private static final String MEASURE = "measure";
    private static final String PREDICTED = "predicted";

    private final HighwayNet kind;
    private final Shapes task;
    private final Trial trial;
    private final Lab lab;

    private HighwayImages(HighwayNet kind, Trial trial, Lab lab) {
        this.kind = kind;
        this.task = new Shapes(trial.length());
        this.trial = trial;
        this.lab = lab;
    }

    /** Trains and measures. */
    static Configuration run(HighwayNet kind, Trial trial, Plan plan, Lab lab) {
        return new HighwayImages(kind, trial, lab).run(plan);
    }

    private UNet net(Scope scope) {
        return new UNet(
                scope.child("net"),
                new UNet.Config(
                        1,
                        TOP,
                        BELOW,
                        Shapes.CLASSES,
                        kind.hasHighway(),
                        kind.startsSmall()
                                ? Initializers.smallUniform()
                                : Initializers.heNormal()));
    }

    private Configuration run(Plan plan) {
        Scope scope = Scope.root();
        UNet net = net(scope);
        long weights = EqualWeights.of(scope);
        Program program = Training.adam(trial, scope, Highway.CLIP, t -> loss(t, net, BATCH));
        try (Executable executable = lab.backend().compile(program);
                GradientNorms gradients = gradients()) {
            Batches batches = task.batches(BATCH, trial.trainingSeed());
            Configuration trained =
                    gradients.overTraining(trial, plan, program, executable, batches);
            Overlap overlap = overlap(executable, net);
            return trained.with("score", overlap.ofClasses())
                    .with("any", overlap.ofAny())
                    .with("right", overlap.right())
                    .with("weights", weights);
        }
    }

    private Tensor images(Trace t, int batch) {
        return t.input(Shapes.IMAGES, batch, task.size(), task.size(), 1);
    }

    private Tensor targets(Trace t, int batch) {
        return t.input(Shapes.TARGETS, DType.I32, batch, task.size(), task.size());
    }

    private Tensor loss(Trace t, UNet net, int batch) {
        return CrossEntropy.of(net.logits(images(t, batch)), targets(t, batch)).mean();
    }

    /** What the gradients of each image's mean loss by its layers are. */
    private GradientNorms gradients() {
        Scope scope = Scope.root();
        UNet net = net(scope);
        return new GradientNorms(
                lab,
                scope,
                t -> norms(t, net),
                task.batches(GradientNorms.ITEMS, trial.testSeed()).batch(0));
    }

    private Tensor norms(Trace t, UNet net) {
        int batch = GradientNorms.ITEMS;
        UNet.Activations a = net.over(images(t, batch));
        Tensor loss = CrossEntropy.of(a.logits(), targets(t, batch)).mean().times(batch);
        List<Tensor> layers = LAYERS.stream().map(a.layers()::get).toList();
        List<Tensor> norms = new ArrayList<>();
        for (Tensor d : Gradients.of(loss, layers)) {
            int each = Math.toIntExact(d.shape().size() / batch);
            norms.add(Functions.sqrt(d.reshape(batch, each).squared().sum(-1)));
        }
        return Functions.stack(0, norms);
    }

    private Overlap overlap(Executable executable, UNet net) {
        executable.add(
                Entry.trace(
                        MEASURE,
                        DType.F32,
                        t -> t.output(PREDICTED, Functions.argmax(net.logits(images(t, ROWS))))));
        Overlap overlap = new Overlap(Shapes.CLASSES);
        Batches batches = task.batches(ROWS, trial.testSeed());
        for (int i = 0; i < FRESH / ROWS; i++) {
            lab.giveUpIfAsked();
            Map<String, Array> batch = batches.batch(i);
            Map<String, Array> images = Map.of(Shapes.IMAGES, batch.get(Shapes.IMAGES));
            int[] predicted = executable.run(MEASURE, images).get(PREDICTED).i32();
            overlap.add(predicted, batch.get(Shapes.TARGETS).i32());
        }
        return overlap;
    }
}
