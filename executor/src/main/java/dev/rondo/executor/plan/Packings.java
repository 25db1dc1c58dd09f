package dev.rondo.executor.plan;

import dev.rondo.graph.Node;
import dev.rondo.kernels.Kernels;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The right operands of products that are packed once and then used many times. */
sealed interface Packings {
    /** The packing of a product's right operand; empty when it is not packed. */
    Optional<Packing> of(Node product, View left, View right);

    /** What must run before the products. */
    List<Instruction> instructions();

    /** Each product is computed once for each packing, which then never pays. */
    record None() implements Packings {
        @Override
        public Optional<Packing> of(Node product, View left, View right) {
            return Optional.empty();
        }

        @Override
        public List<Instruction> instructions() {
            return List.of();
        }
    }

    /** Products with the same right operand share a packing, in all lanes of a loop. */
    final class Shared implements Packings {
        /** Which elements a view shows. */
        private record Place(
                Storage storage, int shift, List<Integer> dims, List<Integer> strides) {
            static Place of(View v) {
                return new Place(
                        v.storage(),
                        v.shift(),
                        IntStream.of(v.shape().dims()).boxed().toList(),
                        IntStream.of(v.strides()).boxed().toList());
            }
        }

        private final Kernels packer;
        private final Map<Place, Packing> byPlace = new LinkedHashMap<>();

        /** Packs with kernels that run while no lane does. */
        Shared(Kernels packer) {
            this.packer = packer;
        }

        /** The packing that all products with the same right operand share. */
        Packing shared(Node product, View left, View right) {
            return byPlace.computeIfAbsent(
                    Place.of(right), _ -> new Packing(product, packer, left, right));
        }

        @Override
        public Optional<Packing> of(Node product, View left, View right) {
            return Optional.of(shared(product, left, right));
        }

        @Override
        public List<Instruction> instructions() {
            return byPlace.values().stream().map(Packing::instruction).toList();
        }
    }
}
