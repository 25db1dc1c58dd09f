package dev.rondo.cli.apply;

import dev.rondo.array.Array;
import dev.rondo.graph.Tensor;
import dev.rondo.models.torch.Layout;

import java.util.Map;

/** A network that runs on a user's arrays. Its variables are declared. */
interface Network {
    /** Which tensors of the weights hold its variables. */
    Layout layout();

    /**
     * Takes its inputs from a file and checks them. {@code lengths} is the only input of type I32.
     */
    Map<String, Array> inputs(InputFile file);

    /**
     * Traces the network.
     *
     * @param inputs by the names that {@link #inputs} gave them
     * @return the results, first {@code output}
     */
    Map<String, Tensor> over(Map<String, Tensor> inputs);
}
