package com.example.cell;

import dev.rondo.contract.CellContract;

class MinimalGatedUnitTest extends CellContract {
    MinimalGatedUnitTest() {
        super(MinimalGatedUnit::new);
    }
}
