/** Models as ONNX files. */
package dev.rondo.cli.onnx;
