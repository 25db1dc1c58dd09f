package dev.rondo.cli.serve;

import dev.rondo.cli.UsageException;
import dev.rondo.models.checkpoint.Sha256;
import dev.rondo.models.data.TextFile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.Set;

/** A secret that clients must present. Only its hash is kept. */
public final class Token {
    private static final int SHORTEST = 16;
    private static final long LONGEST = 4096;
    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE);

    private final byte[] sha256;

    private Token(byte[] sha256) {
        this.sha256 = sha256;
    }

    /**
     * Reads a file that holds nothing but a token.
     *
     * @throws UsageException when others may read the file, or it holds no good token
     */
    public static Token read(Path file) {
        checkPrivate(file);
        String token = TextFile.read(file).text().strip();
        if (token.length() < SHORTEST || token.chars().anyMatch(c -> c <= ' ' || c >= 0x7F)) {
            throw new UsageException(
                    "--token-file "
                            + file
                            + " must hold one token of at least "
                            + SHORTEST
                            + " visible ASCII characters; make one with: openssl rand -hex 32");
        }
        return new Token(hash(token));
    }

    private static void checkPrivate(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UsageException("--token-file " + file + " is no file");
        }
        try {
            if (Files.size(file) > LONGEST) {
                throw new UsageException("--token-file " + file + " is too large for a token");
            }
            Set<PosixFilePermission> found = Files.getPosixFilePermissions(file);
            if (found.stream().anyMatch(OTHERS::contains)) {
                throw new UsageException(
                        "--token-file "
                                + file
                                + " may be read or written by others than its owner, so it is no"
                                + " secret; change that with: chmod 600");
            }
        } catch (UnsupportedOperationException _) {
            // a file system without such permissions, as on Windows
        } catch (IOException e) {
            throw new UsageException("--token-file " + file + ": " + e.getMessage());
        }
    }

    /** Whether it is this token. Takes as long for a wrong one. */
    boolean is(String presented) {
        return MessageDigest.isEqual(sha256, hash(presented));
    }

    private static byte[] hash(String token) {
        return Sha256.digest().digest(token.getBytes(StandardCharsets.UTF_8));
    }
}
