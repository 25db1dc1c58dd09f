package dev.rondo.models.cell;

import static dev.rondo.graph.Functions.sigmoid;

import dev.rondo.graph.Initializer;
import dev.rondo.graph.Tensor;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What {@link MemoryBlocks} consist of. Immutable; each method returns a changed copy.
 *
 * @param blocks number of memory blocks
 * @param cells memory cells of each block
 * @param outputGates whether the blocks have output gates
 * @param biases whether cells and gates have biases
 * @param recurrent whether cells and gates read the activations of the step before
 * @param truncated whether the gradient flows back in time through the internal states alone
 * @param g what a cell's net input passes through
 * @param h what an internal state passes through
 * @param weights draws the weights, and the biases that are not given
 * @param inputGateBiases the bias of each block's input gate at the start; empty to draw them
 * @param outputGateBiases the bias of each block's output gate at the start; empty to draw them
 */
public record MemoryBlockForm(
        int blocks,
        int cells,
        boolean outputGates,
        boolean biases,
        boolean recurrent,
        boolean truncated,
        UnaryOperator<Tensor> g,
        UnaryOperator<Tensor> h,
        Initializer weights,
        List<Double> inputGateBiases,
        List<Double> outputGateBiases) {
    /** Checks the numbers. */
    public MemoryBlockForm {
        if (blocks < 1 || cells < 1 || (long) blocks * (cells + 2L) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "memory blocks are at least 1, of at least 1 cell each, with no more than 2^31"
                            + " cells and gates in all; got "
                            + blocks
                            + " of "
                            + cells);
        }
        inputGateBiases = checked("input", true, biases, blocks, inputGateBiases);
        outputGateBiases = checked("output", outputGates, biases, blocks, outputGateBiases);
    }

    private static List<Double> checked(
            String gate, boolean there, boolean biases, int blocks, List<Double> given) {
        if (given.isEmpty()) {
            return List.of();
        }
        if (!there || !biases || given.size() != blocks) {
            throw new IllegalArgumentException(
                    given.size()
                            + " biases are given for "
                            + gate
                            + " gates; "
                            + (there && biases
                                    ? "there is one of each of the " + blocks + " blocks"
                                    : "there are no such biases"));
        }
        for (double b : given) {
            Initializer.constant(b); // refuses what F32 cannot hold
        }
        return List.copyOf(given);
    }

    /**
     * Blocks as in most of the paper's experiments: with output gates, biases, recurrent
     * connections and the truncated gradient, and weights and biases uniform in ±0.1.
     *
     * @throws IllegalArgumentException when there is less than one block or cell
     */
    public static MemoryBlockForm of(int blocks, int cells) {
        return new MemoryBlockForm(
                blocks,
                cells,
                true,
                true,
                true,
                true,
                MemoryBlockForm::centeredToTwo,
                MemoryBlockForm::centered,
                Initializer.uniform(0.1),
                List.of(),
                List.of());
    }

    /** 4σ(x) − 2, the paper's g. */
    public static Tensor centeredToTwo(Tensor x) {
        return sigmoid(x).times(4).minus(2);
    }

    /** 2σ(x) − 1, the paper's h. */
    public static Tensor centered(Tensor x) {
        return sigmoid(x).times(2).minus(1);
    }

    /** Without output gates. */
    public MemoryBlockForm withoutOutputGates() {
        return with(false, biases, recurrent, truncated, g, h, weights);
    }

    /** Without biases. */
    public MemoryBlockForm withoutBiases() {
        return with(outputGates, false, recurrent, truncated, g, h, weights);
    }

    /** With cells and gates that read the input alone. */
    public MemoryBlockForm withoutRecurrentConnections() {
        return with(outputGates, biases, false, truncated, g, h, weights);
    }

    /** With the whole gradient, that of backpropagation through time, instead of the truncated. */
    public MemoryBlockForm withWholeGradient() {
        return with(outputGates, biases, recurrent, false, g, h, weights);
    }

    /**
     * With other functions of a cell. In the paper's experiments 2a and 2b, g is the logistic
     * function and h the identity.
     */
    public MemoryBlockForm functions(UnaryOperator<Tensor> newG, UnaryOperator<Tensor> newH) {
        return with(outputGates, biases, recurrent, truncated, newG, newH, weights);
    }

    /** With other weights at the start. */
    public MemoryBlockForm weights(Initializer initializer) {
        return with(outputGates, biases, recurrent, truncated, g, h, initializer);
    }

    /**
     * With biases of the input gates at the start, one for each block, such as −3 and −6.
     *
     * @throws IllegalArgumentException when there are not as many, or no biases
     */
    public MemoryBlockForm inputGateBiases(double... values) {
        return with(list(values), outputGateBiases);
    }

    /**
     * With biases of the output gates at the start, one for each block.
     *
     * @throws IllegalArgumentException when there are not as many, no biases or no such gates
     */
    public MemoryBlockForm outputGateBiases(double... values) {
        return with(inputGateBiases, list(values));
    }

    private static List<Double> list(double... values) {
        return Arrays.stream(values).boxed().toList();
    }

    private MemoryBlockForm with(List<Double> input, List<Double> output) {
        return new MemoryBlockForm(
                blocks,
                cells,
                outputGates,
                biases,
                recurrent,
                truncated,
                g,
                h,
                weights,
                input,
                output);
    }

    private MemoryBlockForm with(
            boolean newOutputGates,
            boolean newBiases,
            boolean newRecurrent,
            boolean newTruncated,
            UnaryOperator<Tensor> newG,
            UnaryOperator<Tensor> newH,
            Initializer newWeights) {
        return new MemoryBlockForm(
                blocks,
                cells,
                newOutputGates,
                newBiases,
                newRecurrent,
                newTruncated,
                newG,
                newH,
                newWeights,
                inputGateBiases,
                outputGateBiases);
    }

    /** Number of cells N. */
    public int units() {
        return blocks * cells;
    }

    /** Number of cells and gates, whose activations each of them reads. */
    public int activations() {
        return units() + blocks * (outputGates ? 2 : 1);
    }
}
