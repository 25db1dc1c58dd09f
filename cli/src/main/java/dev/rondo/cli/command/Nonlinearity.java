package dev.rondo.cli.command;

import dev.rondo.models.task.Values;
import dev.rondo.models.torch.RecurrentKind;

/** The option {@code --nonlinearity} of an nn.RNN. */
final class Nonlinearity {
    private Nonlinearity() {}

    static RecurrentKind named(String name) {
        Values.oneOf("--nonlinearity", name, "tanh", "relu");
        return name.equals("tanh") ? RecurrentKind.RNN_TANH : RecurrentKind.RNN_RELU;
    }
}
