"""HiGHS, from PyPI as highspy."""

from solvers import hosted

title = "HiGHS"
threads = True
Reader = hosted.Reader


def options(threads):
    return "defaults" if threads == 1 else "defaults, parallel on"


def command(job):
    return hosted.command("highs", job)


def main():
    import highspy

    path, gap, seconds, threads = hosted.arguments()
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("threads", threads)
    model.setOptionValue("parallel", "on" if threads > 1 else "off")
    model.setOptionValue("mip_rel_gap", gap)
    model.setOptionValue("mip_abs_gap", 0.999 if gap == 0 else 1e-6)  # the values are whole numbers
    model.setOptionValue("time_limit", seconds)
    model.readModel(path)
    events = hosted.Events()

    def heard(event):
        events.tell(event.data_out.mip_primal_bound, event.data_out.mip_dual_bound)

    model.cbMipImprovingSolution += heard
    model.cbMipInterrupt += heard
    model.run()
    info = model.getInfo()
    value = info.objective_function_value if info.primal_solution_status == 2 else None
    status = model.modelStatusToString(model.getModelStatus())
    hosted.say("result", value, info.mip_dual_bound, status)


if __name__ == "__main__":
    main()
