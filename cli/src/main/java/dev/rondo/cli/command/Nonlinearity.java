package dev.rondo.cli.command;

import dev.rondo.cli.UsageException;
import dev.rondo.models.torch.RecurrentKind;

/** The option {@code --nonlinearity} of an nn.RNN. */
final class Nonlinearity {
    private Nonlinearity() {}

    static RecurrentKind named(String name) {
        return switch (name) {
            case "tanh" -> RecurrentKind.RNN_TANH;
            case "relu" -> RecurrentKind.RNN_RELU;
            default ->
                    throw new UsageException(
                            "--nonlinearity must be tanh or relu, got '" + name + "'");
        };
    }
}
