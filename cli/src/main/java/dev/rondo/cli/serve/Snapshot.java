package dev.rondo.cli.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The state of a session as JSON, to be kept by a client. Numbers are F32, little endian, Base64.
 */
final class Snapshot {
    private static final int VERSION = 1;

    /** JSON's numbers are exact up to here; nobody reads so far. */
    private static final long FARTHEST = 1L << 53;

    private static final String MODEL = "model_sha256";
    private static final String STATE = "state";
    private static final String LOGITS = "logits";
    private static final String FORMAT = "version";

    private Snapshot() {}

    static ObjectNode of(NamedModel model, TextState state) {
        ObjectNode snapshot =
                Json.object()
                        .put(FORMAT, VERSION)
                        .put(MODEL, model.sha256())
                        .put(Session.POSITION, state.position());
        ObjectNode parts = snapshot.putObject(STATE);
        state.row().parts().forEach((name, value) -> parts.put(name, text(value.f32())));
        return snapshot.put(LOGITS, text(state.logits()));
    }

    private static String text(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /**
     * The state that a snapshot holds.
     *
     * @param fields the field {@code snapshot} of these is read
     * @throws Problem when it is of another model, or its numbers are not those of a state
     */
    static TextState read(NamedModel model, Fields fields) {
        Fields f = fields.object("snapshot", FORMAT, MODEL, Session.POSITION, STATE, LOGITS);
        if (f.whole(FORMAT, 0, 0, Integer.MAX_VALUE) != VERSION) {
            throw Problem.unusable(
                    "'snapshot.version' must be "
                            + VERSION
                            + "; give the snapshot as the server gave it");
        }
        if (!f.text(MODEL).equals(model.sha256())) {
            throw Problem.conflict(
                    "the snapshot is of another model, whose SHA-256 is "
                            + f.text(MODEL)
                            + "; that of '"
                            + model.name()
                            + "' is "
                            + model.sha256());
        }
        RowState form = model.text().form();
        Fields parts = f.object(STATE, form.parts().keySet().toArray(String[]::new));
        Map<String, Array> read = new LinkedHashMap<>();
        form.parts()
                .forEach(
                        (name, like) ->
                                read.put(name, array(name, parts.text(name), like.shape())));
        float[] logits = array(LOGITS, f.text(LOGITS), Shape.of(model.text().size())).f32();
        long position = f.whole(Session.POSITION, 0L, 1, FARTHEST);
        return checked(new TextState(new RowState(read), logits, position))
                .orElseThrow(
                        () -> Problem.unusable("'snapshot' holds numbers that are not finite"));
    }

    /** The state, if all its numbers are finite and it was read from somewhere. */
    static Optional<TextState> checked(TextState state) {
        boolean finite =
                finite(state.logits())
                        && state.row().parts().values().stream().allMatch(a -> finite(a.f32()));
        return finite && state.position() > 0 ? Optional.of(state) : Optional.empty();
    }

    private static boolean finite(float[] values) {
        for (float v : values) {
            if (!Float.isFinite(v)) {
                return false;
            }
        }
        return true;
    }

    private static Array array(String name, String text, Shape shape) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw Problem.unusable("'snapshot', '" + name + "': is no Base64");
        }
        if (bytes.length != 4 * shape.size()) {
            throw Problem.unusable(
                    "'snapshot', '"
                            + name
                            + "': must hold "
                            + 4 * shape.size()
                            + " bytes, got "
                            + bytes.length);
        }
        Array array = Array.zeros(DType.F32, shape);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(array.f32());
        return array;
    }
}
