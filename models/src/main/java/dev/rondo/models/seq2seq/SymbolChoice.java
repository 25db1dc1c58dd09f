package dev.rondo.models.seq2seq;

import dev.rondo.graph.Functions;
import dev.rondo.graph.Tensor;
import dev.rondo.models.layer.Mode;

/** How a decoder in training chooses the symbol that it would have written. */
public enum SymbolChoice {
    /** The most likely symbol. */
    LIKELIEST {
        @Override
        Tensor of(Tensor logits, Mode.Training mode) {
            return Functions.argmax(logits);
        }
    },
    /** A symbol drawn from its distribution. */
    DRAWN {
        /** The largest of the logits with Gumbel noise (Gumbel 1954): −ln(−ln u). */
        @Override
        Tensor of(Tensor logits, Mode.Training mode) {
            Tensor u = mode.uniform(logits.shape());
            Tensor noise = Functions.log(Functions.log(u).negated()).negated();
            return Functions.argmax(logits.plus(noise));
        }
    };

    /** A symbol I32 [B] of logits [B, V]. */
    abstract Tensor of(Tensor logits, Mode.Training mode);
}
