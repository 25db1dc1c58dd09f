package com.example.backend;

import dev.rondo.array.DType;
import dev.rondo.backend.scalar.ScalarKernels;
import dev.rondo.kernels.View;

import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.CommonOps_FDRM;

/** The reference's kernels with the products of EJML. */
final class EjmlKernels extends ScalarKernels {
    @Override
    public void matmul(View a, View c, View out) {
        for (int batch = 0; batch < out.dim(0); batch++) {
            if (out.dtype() == DType.F32) {
                multiply32(a, c, out, batch);
            } else {
                multiply64(a, c, out, batch);
            }
        }
    }

    private static void multiply32(View a, View c, View out, int batch) {
        var left = new FMatrixRMaj(a.dim(1), a.dim(2));
        var right = new FMatrixRMaj(c.dim(1), c.dim(2));
        for (int i = 0; i < left.getNumElements(); i++) {
            left.data[i] = a.f32()[position(a, batch, i)];
        }
        for (int i = 0; i < right.getNumElements(); i++) {
            right.data[i] = c.f32()[position(c, batch, i)];
        }
        var product = new FMatrixRMaj(out.dim(1), out.dim(2));
        CommonOps_FDRM.mult(left, right, product);
        for (int i = 0; i < product.getNumElements(); i++) {
            out.f32()[position(out, batch, i)] = product.data[i];
        }
    }

    private static void multiply64(View a, View c, View out, int batch) {
        var left = new DMatrixRMaj(a.dim(1), a.dim(2));
        var right = new DMatrixRMaj(c.dim(1), c.dim(2));
        for (int i = 0; i < left.getNumElements(); i++) {
            left.data[i] = a.f64()[position(a, batch, i)];
        }
        for (int i = 0; i < right.getNumElements(); i++) {
            right.data[i] = c.f64()[position(c, batch, i)];
        }
        var product = new DMatrixRMaj(out.dim(1), out.dim(2));
        CommonOps_DDRM.mult(left, right, product);
        for (int i = 0; i < product.getNumElements(); i++) {
            out.f64()[position(out, batch, i)] = product.data[i];
        }
    }

    /** Where element {@code i} of a matrix of a batch lies. Views have strides of any size. */
    private static int position(View v, int batch, int i) {
        int row = i / v.dim(2);
        int column = i % v.dim(2);
        return v.offset() + batch * v.stride(0) + row * v.stride(1) + column * v.stride(2);
    }
}
