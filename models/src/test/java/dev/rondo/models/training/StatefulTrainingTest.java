package dev.rondo.models.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.language.LanguageModel;
import dev.rondo.models.optimizer.Adam;
import dev.rondo.models.optimizer.TrainingStep;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.SplittableRandom;

/** Truncated backpropagation whose state goes on from piece to piece. */
class StatefulTrainingTest {
    private static final int T = 2;
    private static final int B = 16;

    /**
     * Pieces of two steps; the answer is the symbol before, for the first step that of another
     * piece.
     */
    private record Echo(boolean continues) implements Batches {
        private static int symbol(long time, int row) {
            return new SplittableRandom(time * 7919 + row).nextInt(2);
        }

        @Override
        public Map<String, Array> batch(long step) {
            int[] symbols = new int[T * B];
            int[] before = new int[T * B];
            for (int t = 0; t < T; t++) {
                for (int b = 0; b < B; b++) {
                    symbols[t * B + b] = symbol(step * T + t, b);
                    before[t * B + b] = symbol(step * T + t - 1, b);
                }
            }
            return Map.of(
                    LanguageModel.SYMBOLS, Array.of(symbols, T, B),
                    LanguageModel.TARGETS, Array.of(before, T, B));
        }

        @Override
        public boolean continues(long step) {
            return continues;
        }
    }

    private static double loss(boolean continues) {
        Scope scope = Scope.root();
        var model =
                new LanguageModel(
                        scope.child("model"), new LanguageModel.Config(2, 4, 12, 1, Cells.RNN));
        var step = new TrainingStep(scope, new Adam(scope.child("adam"), scope.parameters()));
        Program program =
                Program.of(DType.F32, scope, 1)
                        .with("train", step.minimizing(model.training(T, B, -1)));
        Backend backend = Backends.open("scalar");
        try (Executable executable = backend.compile(program)) {
            return Trainer.of(backend, program, executable, new Echo(continues))
                    .learningRate(LearningRate.constant(0.02))
                    .stopAfterSteps(400)
                    .run()
                    .smoothedLoss();
        }
    }

    @Test
    void whatAPieceNeedsFromThePieceBeforeItGetsFromTheCarriedState() {
        assertThat(loss(true)).isLessThan(0.1);
    }

    @Test
    void whereRowsBeginAnewNothingIsKnownOfThePieceBefore() {
        // one answer in two can only be guessed
        assertThat(loss(false)).isGreaterThan(0.9 * Math.log(2) / 2);
    }
}
