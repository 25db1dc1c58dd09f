package dev.rondo.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.DType;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Trace;
import dev.rondo.models.attention.Attentions;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.cell.StatePorts;
import dev.rondo.models.data.DateCorpus;
import dev.rondo.models.data.TextCorpus;
import dev.rondo.models.language.LanguageModel;
import dev.rondo.models.loss.CrossEntropy;
import dev.rondo.models.optimizer.Adam;
import dev.rondo.models.optimizer.TrainingStep;
import dev.rondo.models.seq2seq.AttentionPlace;
import dev.rondo.models.seq2seq.EncoderDecoder;

import org.junit.jupiter.api.Test;

import java.util.Map;

/** The data sets fit the models they are for, and the models learn from them. */
class RealModelsTest {
    private final Backend backend = Backends.open("scalar");
    private final Scope scope = Scope.root();

    /** Declares the optimizer's variables, so before the program is made. */
    private TrainingStep step() {
        return new TrainingStep(scope, new Adam(scope.child("adam"), scope.parameters()))
                .clippingAt(1);
    }

    @Test
    void aLanguageModelLearnsAText() {
        TextCorpus corpus = TextCorpus.of("rondo", "the theme returns, ".repeat(60), 0.1);
        LanguageModel model =
                new LanguageModel(
                        scope.child("model"),
                        new LanguageModel.Config(corpus.vocabulary().size(), 5, 16, 1, Cells.GRU));
        TrainingStep step = step();
        Entry evaluation = Entry.trace("evaluate", DType.F32, t -> evaluate(t, model, 7, 2));
        Program program =
                Program.of(DType.F32, scope, 1)
                        .with("train", step.minimizing(model.training(9, 4, -1)))
                        .with(evaluation);
        try (Executable executable = backend.compile(program)) {
            Batches heldOut = corpus.heldOut(7, 2, CrossEntropy.IGNORED);
            Evaluator evaluator =
                    _ -> {
                        Map<String, Double> sums = Totals.of(executable, evaluation, heldOut);
                        assertThat(sums.get("count")).isEqualTo(corpus.heldOutSize());
                        return Map.of("bits", sums.get("total") / sums.get("count") / Math.log(2));
                    };
            double before = evaluator.evaluate(0).get("bits");
            assertThat(before)
                    .isCloseTo(Math.log(corpus.vocabulary().size()) / Math.log(2), within(0.7));
            TrainingResult result =
                    Trainer.of(backend, program, executable, corpus.training(9, 4, 3))
                            .learningRate(LearningRate.constant(0.02))
                            .stopAfterSteps(200)
                            .evaluateEvery(100, evaluator, "bits", Goal.MINIMIZE)
                            .run();
            assertThat(result.state().evaluation().get("bits")).isLessThan(0.3);
            assertThat(result.smoothedLoss()).isLessThan(0.5);
        }
    }

    private static void evaluate(Trace t, LanguageModel model, int length, int batch) {
        var symbols = t.input(LanguageModel.SYMBOLS, DType.I32, length, batch);
        var targets = t.input(LanguageModel.TARGETS, DType.I32, length, batch);
        var from = StatePorts.input(t, LanguageModel.STATE, model.initialState(t.graph(), batch));
        var read = model.over(symbols, from);
        StatePorts.output(t, LanguageModel.STATE, read.last());
        CrossEntropy loss = CrossEntropy.of(read.logits(), targets);
        t.output("total", loss.total());
        t.output("count", loss.count());
    }

    @Test
    void anEncoderDecoderLearnsDates() {
        EncoderDecoder model =
                new EncoderDecoder(
                        scope.child("model"),
                        new EncoderDecoder.Config(
                                DateCorpus.codec().sourceSymbols(),
                                DateCorpus.codec().targetSymbols(),
                                6,
                                12,
                                1,
                                Cells.GRU,
                                Attentions.GENERAL,
                                AttentionPlace.INPUT_FEEDING));
        TrainingStep step = step();
        Program program =
                Program.of(DType.F32, scope, 1)
                        .with(
                                "train",
                                step.minimizing(
                                        model.training(
                                                DateCorpus.codec().longestSource(),
                                                DateCorpus.codec().longestTarget(),
                                                8,
                                                CrossEntropy.IGNORED)));
        try (Executable executable = backend.compile(program)) {
            TrainingResult result =
                    Trainer.of(backend, program, executable, DateCorpus.standard().training(8, 1))
                            .learningRate(LearningRate.constant(0.01))
                            .stopAfterSteps(60)
                            .run();
            // ln 12 for guessing; what digits stand where is learnt at once
            assertThat(result.smoothedLoss()).isLessThan(2);
        }
    }
}
