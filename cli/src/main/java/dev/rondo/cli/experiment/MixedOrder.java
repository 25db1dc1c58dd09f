package dev.rondo.cli.experiment;

import dev.rondo.models.synthetic.ClassTask;
import dev.rondo.models.synthetic.TemporalOrder;

import java.util.random.RandomGenerator;

/**
 * The temporal order problem with a length of its own for each sequence.
 *
 * @param shortest the least
 * @param longest the most
 */
record MixedOrder(int shortest, int longest) implements ClassTask {
    @Override
    public int symbols() {
        return new TemporalOrder(longest).symbols();
    }

    @Override
    public int classes() {
        return new TemporalOrder(longest).classes();
    }

    @Override
    public boolean ragged() {
        return true;
    }

    @Override
    public Example draw(RandomGenerator random) {
        return new TemporalOrder(random.nextInt(shortest, longest + 1)).draw(random);
    }
}
