"""A dialogue with the kernel by jupyter_client 7, run by the Python that has
it: prints what came of each part, as JSON. The kernel is found by
JUPYTER_PATH."""

import json
import queue

import jupyter_client
import nbclient
import nbformat
from jupyter_client.manager import start_new_kernel

TIMEOUT = 30
told = {"version": jupyter_client.__version__}


def run(client, code, **options):
    """What a cell shows, and its reply."""
    shown = []

    def hook(msg):
        content = msg["content"]
        if msg["msg_type"] == "stream":
            shown.append(content["text"])
        if "data" in content:
            shown.append(content["data"]["text/plain"])

    reply = client.execute_interactive(code, output_hook=hook, timeout=TIMEOUT,
                                       **options)["content"]
    return [reply["status"], reply["execution_count"], "".join(shown)]


def answer(client, asked):
    while True:
        reply = client.get_shell_msg(timeout=TIMEOUT)
        if reply["parent_header"]["msg_id"] == asked:
            return reply["content"]


def interrupted(manager, client):
    asked = client.execute("kept = 5; printf(\"on its way\"); for (;;);")
    while client.get_iopub_msg(timeout=TIMEOUT)["msg_type"] != "stream":
        pass
    manager.interrupt_kernel()
    return answer(client, asked)["ename"]


def quiet(client):
    """All that is still on its way."""
    try:
        while True:
            client.get_iopub_msg(timeout=0.5)
    except queue.Empty:
        return


def dialogue(manager, client):
    told["cell"] = run(client, "int kept = 1; printf(\"hello\\n\"); 6 * 7")
    told["error"] = run(client, "int x = undeclared_name;")[0]
    told["input"] = run(client, "int n; scanf(\"%d\", &n); n * 2",
                        allow_stdin=True, stdin_hook=lambda _: client.input("21"))
    ask = {"reply": True, "timeout": TIMEOUT}
    told["matches"] = client.complete("gsl_vector_alloc_from_b", **ask)[
        "content"]["matches"]
    told["found"] = client.inspect("gsl_vector_alloc", **ask)["content"]["found"]
    told["is_complete"] = answer(client, client.is_complete("for (;;) {"))[
        "status"]
    told["history"] = len(client.history(hist_access_type="tail", n=3, **ask)[
        "content"]["history"])
    told["beats"] = client.hb_channel.is_beating()
    told["interrupted"] = interrupted(manager, client)
    quiet(client)
    told["kept"] = run(client, "kept")[2]
    manager.restart_kernel()
    client.wait_for_ready(timeout=TIMEOUT)
    quiet(client)
    told["restarted"] = run(client, "1 + 1")


def notebook():
    book = nbformat.v4.new_notebook(cells=[
        nbformat.v4.new_code_cell("double x = 1.5; x"),
        nbformat.v4.new_code_cell("abort();", metadata={
            "tags": ["raises-exception"]}),
        nbformat.v4.new_code_cell("x * 2")])
    nbclient.NotebookClient(book, timeout=TIMEOUT,
                            kernel_name="nabla").execute()
    return [[output.get("ename") or output["data"]["text/plain"]
             for output in cell.outputs] for cell in book.cells]


def main():
    manager, client = start_new_kernel(kernel_name="nabla",
                                       startup_timeout=TIMEOUT)
    try:
        dialogue(manager, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel()
    told["is_alive"] = manager.is_alive()
    told["notebook"] = notebook()
    print(json.dumps(told))


main()
