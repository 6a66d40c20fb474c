using System.CommandLine;
using CarbonLca.Cli.Console;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Studies;

namespace CarbonLca.Cli.Commands;

/// <summary><c>carbonlca init</c>: a study to begin with.</summary>
internal sealed class InitCommand : SessionCommand
{
    private const string StudyFile = "study.yaml";
    private const string GuideFile = "README.md";

    private readonly Argument<string> _folder = new("DIR") { Description = "Where to write it; made if it does not exist.", DefaultValueFactory = _ => "." };
    private readonly Option<string> _template = new Option<string>("--template")
    {
        Description = "ict: an electronic product, with boards, dies, memory and power states. generic: any other product.",
        DefaultValueFactory = _ => StudyTemplates.Names[0],
    }.AcceptOnlyFromAmong([.. StudyTemplates.Names]);

    public InitCommand()
        : base("init", "Write a commented study that runs as it is, and a guide from there to the report, with comments in the language of --lang.", ["table"])
    {
        Add(_folder);
        Add(_template);
    }

    /// <inheritdoc/>
    public override int Execute(Session session)
    {
        string folder = session.Parsed.GetRequiredValue(_folder);
        string study = Path.Combine(folder, StudyFile);
        string guide = Path.Combine(folder, GuideFile);
        if (File.Exists(folder)) throw InTheWay(folder);
        foreach (string file in (string[])[study, guide])
            if (Path.Exists(file)) throw InTheWay(file);
        Directory.CreateDirectory(folder);
        session.Deliver(study, StudyTemplates.Study(session.Parsed.GetRequiredValue(_template), session.Language));
        session.Deliver(guide, StudyTemplates.Guide(session.Language));
        string option = session.Language == Language.Chinese ? " --lang zh" : string.Empty;
        session.Print(session.T(
            $"Wrote {study} and {guide}.\nNext: carbonlca run {study}, then fill in yours; {guide} says how.\n",
            $"已写入 {study} 与 {guide}。\n下一步：carbonlca run {study}{option}，然后填入您的数据；步骤见 {guide}。\n"));
        return ExitCodes.Done;
    }

    private static UsageException InTheWay(string file) => new(Diagnostic.Error(
        FindingCode.Duplicate,
        $"'{file}' is already there, and nothing is overwritten.",
        $"'{file}' 已存在，不会被覆盖。") with
    {
        Next = new Wording("Name another folder.", "请指定其他文件夹。"),
    });
}
