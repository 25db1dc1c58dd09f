package dev.rondo.cli.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A protobuf message in the making: fields by their numbers, as onnx.proto gives them. */
final class Message {
    private final ByteString.Output bytes = ByteString.newOutput();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    private interface Write {
        void run() throws IOException;
    }

    private Message add(Write write) {
        try {
            write.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return this;
    }

    Message text(int field, String value) {
        return add(() -> out.writeString(field, value));
    }

    Message number(int field, long value) {
        return add(() -> out.writeInt64(field, value));
    }

    Message message(int field, Message value) {
        return bytes(field, value.bytes());
    }

    Message bytes(int field, ByteString value) {
        return add(() -> out.writeBytes(field, value));
    }

    ByteString bytes() {
        add(out::flush);
        return bytes.toByteString();
    }
}
