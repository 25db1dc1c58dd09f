package dev.rondo.models.forecast;

import static dev.rondo.graph.Functions.concat;

import dev.rondo.array.Shape;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.models.layer.Embedding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is said of whole series: numbers, and categories, each column with its embedding. */
final class Statics {
    /** An embedding has at most so many numbers. */
    private static final int MOST = 50;

    private final List<Embedding> embeddings = new ArrayList<>();
    private final int size;

    /** Declares {@code embeddings}, where there are categories. */
    Statics(Scope scope, Forecaster.Inputs inputs) {
        int numbers = inputs.statics();
        for (int i = 0; i < inputs.categories().size(); i++) {
            int count = inputs.categories().get(i);
            Scope own = scope.child("embeddings").child(Integer.toString(i));
            int of = Math.min(MOST, count / 2 + 1);
            embeddings.add(new Embedding(own, count, of));
            numbers += of;
        }
        size = numbers;
    }

    /** How many numbers are said of a series. */
    int size() {
        return size;
    }

    /** The numbers of each series [B, {@link #size}]; empty where nothing is said. */
    Optional<Tensor> of(Forecaster.Given given) {
        List<Tensor> all = new ArrayList<>(given.statics().stream().toList());
        for (int i = 0; i < embeddings.size(); i++) {
            Tensor which = given.categories().orElseThrow().at(1, i);
            all.add(embeddings.get(i).of(which));
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(concat(1, all));
    }

    /** Rows [T, B, C] with the numbers of their series beside each. */
    static Tensor beside(Tensor rows, Optional<Tensor> statics) {
        return statics.map(
                        s -> {
                            Shape each = Shape.of(rows.dim(0), s.dim(0), s.dim(1));
                            return concat(2, rows, s.expand(0).broadcastTo(each));
                        })
                .orElse(rows);
    }
}
