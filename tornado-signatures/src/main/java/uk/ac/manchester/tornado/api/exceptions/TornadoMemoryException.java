package uk.ac.manchester.tornado.api.exceptions;

/** A buffer could not be had. */
public class TornadoMemoryException extends RuntimeException {
    public TornadoMemoryException(String message) {}
}
