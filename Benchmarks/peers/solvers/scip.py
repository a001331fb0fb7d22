"""SCIP, from PyPI as pyscipopt. Its packages there are built without the parallel modes."""

from solvers import hosted

title = "SCIP"
threads = False
Reader = hosted.Reader


def options(threads):
    return "defaults"


def command(job):
    return hosted.command("scip", job)


def main():
    from pyscipopt import SCIP_EVENTTYPE, Eventhdlr, Model

    path, gap, seconds, _ = hosted.arguments()
    events = hosted.Events()
    kinds = SCIP_EVENTTYPE.BESTSOLFOUND | SCIP_EVENTTYPE.DUALBOUNDIMPROVED

    class Listener(Eventhdlr):
        def eventinit(self):
            self.model.catchEvent(kinds, self)

        def eventexit(self):
            self.model.dropEvent(kinds, self)

        def eventexec(self, event):
            events.tell(self.model.getPrimalbound(), self.model.getDualbound())

    model = Model()
    model.hideOutput()
    model.readProblem(path)
    model.setParam("limits/gap", gap)
    if gap == 0:
        model.setParam("limits/absgap", 0.999)  # the values are whole numbers
    model.setParam("limits/time", seconds)
    model.setParam("lp/threads", 1)
    model.includeEventhdlr(Listener(), "listener", "tells what becomes better")
    model.optimize()
    value = model.getPrimalbound() if model.getNSols() > 0 else None
    hosted.say("result", value, model.getDualbound(), model.getStatus())


if __name__ == "__main__":
    main()
