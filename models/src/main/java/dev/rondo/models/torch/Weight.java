package dev.rondo.models.torch;

import dev.rondo.array.Shape;

import java.util.List;

/**
 * One tensor of a {@code state_dict} and the variables it holds, concatenated along its first axis:
 * {@code weight_ih_l0} [4H, I] of an LSTM is U_i, U_f, U_g and U_o.
 *
 * @param name its name in the file
 * @param shape its extents
 * @param optional whether it may be missing, as a bias may: it is then zero
 * @param variables the variables' names, all of one shape
 */
public record Weight(String name, Shape shape, boolean optional, List<String> variables) {
    /** Copies the list. */
    public Weight {
        variables = List.copyOf(variables);
        if (shape.dim(0) % variables.size() != 0) {
            throw new IllegalArgumentException(
                    name + shape + " cannot hold " + variables.size() + " variables of one shape");
        }
    }

    /** Shape of each of its variables. */
    Shape block() {
        return shape.with(0, shape.dim(0) / variables.size());
    }
}
