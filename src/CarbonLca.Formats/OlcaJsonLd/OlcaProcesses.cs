using System.Collections.Immutable;
using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Model;

namespace CarbonLca.Formats.OlcaJsonLd;

/// <summary>The processes of a package.</summary>
internal sealed class OlcaProcesses
{
    private readonly List<(string File, Process Process, List<OlcaExchange> Exchanges)> _read = [];
    private readonly Dictionary<string, string> _idOf = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _refused = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<OlcaUnit, (int Uses, SourcePosition First)> _uses = new(ReferenceEqualityComparer.Instance);

    private OlcaProcesses()
    {
    }

    public int Count => _read.Count;

    public int RefusedCount { get; private set; }

    public OlcaTally Tally { get; } = new();

    public static OlcaProcesses Read(OlcaContext context)
    {
        OlcaProcesses processes = new();
        int files = context.Visit(OlcaFolders.Processes, "Process", (file, id, root) => processes.Add(context, file, id, root));
        processes.RefusedCount = files - processes.Count;
        processes.ReportRoundedUnits(context);
        return processes;
    }

    /// <summary>The processes with providers that exist; links to others are left open and reported.</summary>
    public List<Process> Link(FindingLog log)
    {
        List<Process> linked = new(_read.Count);
        foreach ((string file, Process process, List<OlcaExchange> exchanges) in _read)
        {
            ImmutableArray<Exchange>.Builder lines = ImmutableArray.CreateBuilder<Exchange>(exchanges.Count);
            for (int i = 0; i < exchanges.Count; i++) lines.Add(exchanges[i].Provider is { } provider ? LinkOne(log, file, process, i, exchanges[i].Line, provider) : exchanges[i].Line);
            linked.Add(process with { Exchanges = lines.MoveToImmutable() });
            log.EndGroups();
        }

        return linked;
    }

    private Exchange LinkOne(FindingLog log, string file, Process process, int index, Exchange line, string provider)
    {
        if (_idOf.TryGetValue(provider, out string? id)) return line with { ProviderId = id };
        Tally.OpenProviders++;
        bool isRefused = _refused.Contains(provider);
        log.AddToGroup($"provider {isRefused}", new Wording("exchanges", "交换"), () => Diagnostic.Warning(
            FindingCode.UnknownProcess,
            isRefused
                ? $"Process {process.Label}: the default provider of '{line.Flow.Name}' was left out for errors of its own; the link is open."
                : $"Process {process.Label}: the default provider of '{line.Flow.Name}' is not in the package; the link is open.",
            isRefused
                ? $"过程 {process.Label}：'{line.Flow.Name}' 的默认供应过程因自身错误被舍弃；该链接未连接。"
                : $"过程 {process.Label}：'{line.Flow.Name}' 的默认供应过程不在数据包中；该链接未连接。") with
        {
            Where = new SourcePosition(file, Path: $"exchanges[{index}].defaultProvider"),
            Found = provider,
        });
        return line;
    }

    private void Add(OlcaContext context, string file, string id, JsonElement root)
    {
        OlcaProcessReading reading = new(context, file, id, root, this);
        if (reading.Read() is not { } process)
        {
            _refused.Add(id);
            return;
        }

        _idOf.Add(id, id);
        _read.Add((file, process, reading.Exchanges));
        Tally.Add(reading.Tally);
    }

    /// <summary>Counts the use of a unit by an exchange.</summary>
    public void CountUse(OlcaUnit unit, string file, int index)
    {
        if (unit.Defined is not { } defined || unit.Factor == defined) return;
        _uses[unit] = _uses.TryGetValue(unit, out (int Uses, SourcePosition First) known)
            ? known with { Uses = known.Uses + 1 }
            : (1, new SourcePosition(file, Path: $"exchanges[{index}].unit"));
    }

    // Beyond a thousandth the difference can be seen in results; below it is the rounding of a published factor.
    private void ReportRoundedUnits(OlcaContext context)
    {
        const double visible = 1e-3;
        const double rounding = 1e-12;
        foreach ((OlcaUnit unit, (int uses, SourcePosition first)) in _uses.OrderBy(u => u.Key.GroupId, StringComparer.Ordinal).ThenBy(u => u.Key.Id, StringComparer.Ordinal))
        {
            double defined = unit.Defined ?? unit.Factor;
            double difference = (unit.Factor / defined) - 1;
            if (Math.Abs(difference) <= rounding) continue;
            OlcaUnitGroup group = context.Units.GroupOf(unit);
            string percent = difference > 0 ? $"+{100 * difference:G3}" : $"{100 * difference:G3}";
            string en = $"The package says that 1 {unit.Name} is {unit.Factor:R} {group.ReferenceName}, which differs by {percent} % from its definition; the package's factor was used, in exchanges: {uses}.";
            string zh = $"数据包规定 1 {unit.Name} 等于 {unit.Factor:R} {group.ReferenceName}，与其定义相差 {percent} %；按数据包的系数换算了 {uses} 个交换。";
            context.Log.Add((Math.Abs(difference) > visible ? Diagnostic.Warning(FindingCode.UnitMismatch, en, zh) : Diagnostic.Note(FindingCode.UnitMismatch, en, zh)) with
            {
                Where = first,
                Found = $"1 {unit.Name} = {unit.Factor:R} {group.ReferenceName}",
                Expected = Wording.Same($"1 {unit.Name} = {defined:R} {group.ReferenceName}"),
            });
        }
    }
}
