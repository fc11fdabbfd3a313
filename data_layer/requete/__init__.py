"""From a selection to a result: question, answer of the engine, gate, reading, assembly."""
