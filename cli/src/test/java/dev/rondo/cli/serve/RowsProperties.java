package dev.rondo.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.backend.Backend;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.Backends;
import dev.rondo.cli.DrawnWeights;
import dev.rondo.cli.task.TextModel;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.data.Vocabulary;
import dev.rondo.models.task.ModelSettings;
import dev.rondo.models.task.StackSettings;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A text in a run with others gets the bits that it gets alone, in runs of every size. */
class RowsProperties {
    private static final List<Backend> BACKENDS =
            List.of(
                    Backends.open("scalar", new BackendOptions(1)),
                    Backends.open("simd", new BackendOptions(2)));

    @Property(tries = 25)
    void a_row_does_not_depend_on_the_others(
            @ForAll Cells cell,
            @ForAll @IntRange(min = 1, max = 40) int hidden,
            @ForAll @IntRange(min = 1, max = 9) int embedding,
            @ForAll @IntRange(min = 1, max = 70) int most,
            @ForAll long seed) {
        for (Backend backend : BACKENDS) {
            TextModel model = model(cell, hidden, embedding);
            try (CompiledText engine =
                    new CompiledText(
                            model,
                            backend,
                            most,
                            e -> e.load(DrawnWeights.of(model.program(), seed)))) {
                check(engine, most, new Random(seed));
            }
        }
    }

    private static void check(TextEngine engine, int most, Random random) {
        List<RowState> together = states(engine, most);
        List<RowState> alone = states(engine, most);
        for (int t = 0; t < 3; t++) {
            int count = 1 + random.nextInt(most);
            List<Integer> rows = new ArrayList<>();
            for (int i = 0; i < most; i++) {
                rows.add(i);
            }
            Collections.shuffle(rows, random);
            rows = rows.subList(0, count);
            int[] symbols = random.ints(count, 0, 5).toArray();
            List<float[]> all = engine.step(symbols, rows.stream().map(together::get).toList());
            for (int i = 0; i < count; i++) {
                RowState state = alone.get(rows.get(i));
                float[] one = engine.step(new int[] {symbols[i]}, List.of(state)).getFirst();
                assertThat(all.get(i)).isEqualTo(one);
                RowState same = together.get(rows.get(i));
                state.parts()
                        .forEach((n, a) -> assertThat(a.sameBits(same.parts().get(n))).isTrue());
            }
        }
    }

    private static List<RowState> states(TextEngine engine, int count) {
        List<RowState> states = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            states.add(engine.initial());
        }
        return states;
    }

    private static TextModel model(Cells cell, int hidden, int embedding) {
        return new TextModel(
                new ModelSettings(
                        new StackSettings(cell.id(), 2, hidden, 0, 0, 0, 0, false),
                        embedding,
                        ModelSettings.NO_ATTENTION,
                        false),
                Vocabulary.of("abcde", false));
    }
}
