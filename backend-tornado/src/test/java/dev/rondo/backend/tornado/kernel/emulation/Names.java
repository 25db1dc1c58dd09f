package dev.rondo.backend.tornado.kernel.emulation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;

/** Exchanges names in a class file, wherever they stand. */
final class Names {
    private static final int HEAD = 8;

    private Names() {}

    /** The class file with other names in its constant pool (JVM specification, section 4.4). */
    static byte[] exchange(byte[] code, Map<String, String> names) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(code));
            DataOutputStream out = new DataOutputStream(bytes);
            out.write(in.readNBytes(HEAD));
            int count = in.readUnsignedShort();
            out.writeShort(count);
            for (int i = 1; i < count; i++) {
                int tag = in.readUnsignedByte();
                out.writeByte(tag);
                if (tag == 1) {
                    out.writeUTF(exchange(in.readUTF(), names));
                } else {
                    out.write(in.readNBytes(length(tag)));
                }
                if (tag == 5 || tag == 6) {
                    i++;
                }
            }
            in.transferTo(out);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String exchange(String text, Map<String, String> names) {
        String result = text;
        for (var name : names.entrySet()) {
            result = result.replaceAll(name.getKey(), name.getValue());
        }
        return result;
    }

    private static int length(int tag) {
        return switch (tag) {
            case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
            case 5, 6 -> 8;
            case 7, 8, 16, 19, 20 -> 2;
            case 15 -> 3;
            default -> throw new IllegalArgumentException("constant with tag " + tag);
        };
    }
}
