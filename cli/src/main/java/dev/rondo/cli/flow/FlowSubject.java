package dev.rondo.cli.flow;

import dev.rondo.array.Array;

import java.util.Map;
import java.util.Optional;

/**
 * A network with its weights.
 *
 * @param label the network in a few words, such as {@code lstm chrono:200}
 * @param network what is computed
 * @param trained the weights; empty for those that the network starts with, which each seed draws
 */
public record FlowSubject(String label, FlowNetwork network, Optional<Map<String, Array>> trained) {
    Map<String, Array> weights(long seed) {
        return trained.orElseGet(() -> network.start(seed));
    }
}
