package dev.rondo.models.torch;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.internal.Names;
import dev.rondo.models.checkpoint.CheckpointException;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which tensors of a {@code state_dict} a module has, and which variables they hold. Where several
 * tensors name a variable, it is their sum: PyTorch's cells have two biases, {@code bias_ih} and
 * {@code bias_hh}, where the equations have one.
 *
 * @param what the module in words, for messages
 * @param weights its tensors
 */
public record Layout(String what, List<Weight> weights) {
    /** Copies the list. */
    public Layout {
        weights = List.copyOf(weights);
    }

    /** Several layouts as one. */
    public static Layout of(String what, Collection<Layout> parts) {
        return new Layout(what, parts.stream().flatMap(l -> l.weights.stream()).toList());
    }

    /**
     * Checks only the names, types and shapes of the tensors.
     *
     * @throws CheckpointException when a tensor is missing, left over, or of another type or shape;
     *     the message lists all of them
     */
    public void check(StateDict dict) {
        List<String> wrong = misfits(dict);
        if (!wrong.isEmpty()) {
            throw new CheckpointException(
                    dict.origin() + " does not fit " + what + ": " + Names.some(wrong, "; "));
        }
    }

    /**
     * The variables' values.
     *
     * @param dict exactly the tensors of this layout; optional ones may be missing
     * @param dtype F32 or F64. Sums are taken in F64 and rounded once
     * @throws CheckpointException as {@link #check}
     */
    public Map<String, Array> variables(StateDict dict, DType dtype) {
        check(dict);
        Map<String, Array> sums = new LinkedHashMap<>();
        for (Weight w : weights) {
            Array given = dict.get(w.name());
            Shape block = w.block();
            int at = 0;
            for (String variable : w.variables()) {
                Array sum = sums.computeIfAbsent(variable, _ -> Array.zeros(DType.F64, block));
                if (given != null) {
                    double[] values = sum.f64();
                    for (int i = 0; i < values.length; i++) {
                        values[i] += given.get(at + i);
                    }
                }
                at += (int) block.size();
            }
        }
        sums.replaceAll((_, a) -> a.cast(dtype));
        return sums;
    }

    /** The names of tensors that the module does not have. */
    public Set<String> leftOver(StateDict dict) {
        Set<String> names = new LinkedHashSet<>(dict.tensors().keySet());
        weights.forEach(w -> names.remove(w.name()));
        return names;
    }

    private List<String> misfits(StateDict dict) {
        List<String> wrong = new ArrayList<>();
        for (Weight w : weights) {
            Array found = dict.get(w.name());
            if (found == null) {
                if (!w.optional()) {
                    wrong.add("'" + w.name() + "' " + w.shape() + " is missing");
                }
            } else if (!found.shape().equals(w.shape()) || !found.dtype().isFloat()) {
                wrong.add(
                        "'"
                                + w.name()
                                + "': expected float"
                                + w.shape()
                                + ", found "
                                + found.dtype()
                                + found.shape());
            }
        }
        for (String name : leftOver(dict)) {
            wrong.add("'" + name + "' " + dict.get(name).shape() + " is left over");
        }
        return wrong;
    }

    /**
     * The tensors for these variables. If several tensors name a variable, the first gets its value
     * and the others are zero.
     *
     * @param variables values of all variables of this layout, all of one type; others are ignored
     * @throws IllegalArgumentException when one is missing; the message names it
     */
    public Map<String, Array> stateDict(Map<String, Array> variables) {
        Set<String> taken = new LinkedHashSet<>();
        Map<String, Array> tensors = new LinkedHashMap<>();
        for (Weight w : weights) {
            List<Array> blocks = new ArrayList<>();
            for (String v : w.variables()) {
                Array value = variables.get(v);
                if (value == null) {
                    throw new IllegalArgumentException(
                            what
                                    + " needs variable '"
                                    + v
                                    + "' for '"
                                    + w.name()
                                    + "'; given are "
                                    + Names.some(variables.keySet()));
                }
                blocks.add(taken.add(v) ? value : Array.zeros(value.dtype(), value.shape()));
            }
            tensors.put(w.name(), stacked(w.shape(), blocks));
        }
        return tensors;
    }

    /**
     * The gradients by the tensors: that of a sum is that of each of its parts.
     *
     * @param gradients by the variables
     * @param dict the tensors whose gradients are wanted
     */
    public Map<String, Array> gradients(Map<String, Array> gradients, StateDict dict) {
        Map<String, Array> tensors = new LinkedHashMap<>();
        for (Weight w : weights) {
            if (dict.get(w.name()) != null) {
                tensors.put(
                        w.name(),
                        stacked(w.shape(), w.variables().stream().map(gradients::get).toList()));
            }
        }
        return tensors;
    }

    private static Array stacked(Shape shape, List<Array> blocks) {
        Array whole = Array.zeros(blocks.getFirst().dtype(), shape);
        int at = 0;
        for (Array b : blocks) {
            for (int i = 0; i < b.size(); i++) {
                whole.set(at++, b.get(i));
            }
        }
        return whole;
    }
}
