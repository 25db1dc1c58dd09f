package uk.ac.manchester.tornado.api.exceptions;

/** A buffer does not fit the device or the limit on its memory. */
public class TornadoOutOfMemoryException extends RuntimeException {
    public TornadoOutOfMemoryException(String message) {}
}
