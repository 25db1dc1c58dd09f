package dev.rondo.cli.onnx;

import dev.rondo.models.checkpoint.Configuration;

import java.util.List;

/**
 * An input of an ONNX model.
 *
 * @param name its name
 * @param type its element type, such as float32
 * @param axes for each axis a size, or a name for a size that is free
 * @param optional whether the model holds numbers that it takes by default
 */
public record OnnxPort(String name, String type, List<String> axes, boolean optional) {
    /** Copies the list. */
    public OnnxPort {
        axes = List.copyOf(axes);
    }

    Configuration toConfiguration() {
        return Configuration.empty()
                .with("name", name)
                .with("type", type)
                .with("axes", axes)
                .with("optional", optional);
    }

    static OnnxPort parse(Configuration c) {
        return new OnnxPort(c.text("name"), c.text("type"), c.texts("axes"), c.flag("optional"));
    }

    @Override
    public String toString() {
        return name + " " + type + axes;
    }
}
