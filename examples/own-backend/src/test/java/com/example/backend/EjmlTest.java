package com.example.backend;

import dev.rondo.contract.BackendContract;

class EjmlTest extends BackendContract {
    EjmlTest() {
        super(new EjmlProvider());
    }
}
