namespace Fdkt.Learning.Samples;

/// <summary>What people write around the point, whatever the point is. None of it says which label a message has.</summary>
internal static class SmallTalk
{
    public static readonly string[] Openings =
    [
        "Hello.", "Good {morning|afternoon|evening}.", "Hi there.", "Dear {team|all}.", "{Hello|Hi} <name>.", "Just a short note.", "{Me|It is me} again.",
        "I hope this {reaches|finds} the right desk.", "Second {message|attempt}.", "I {called|rang} already.", "Nobody {picked up|answered} the phone.",
        "Sorry to {bother|trouble} you.",
    ];

    public static readonly string[] Closings =
    [
        "Thanks.", "{Thanks|Thank you} in advance.", "{Kind|Best} regards, <name>.", "Please {write|call} back.", "Best wishes, <name>.", "{Yours|Greetings}, <name>.",
        "Hope to hear from you.", "That is all.", "My number is <code>.", "Customer <code>.", "{Could|Can} you confirm {this|please}?", "Many thanks for {reading|everything}.",
        "I {look forward to|await} your reply.", "Have a good {day|week}.",
    ];

    /// <summary>Clauses in the words of every label in turn, said in passing: they are drawn without regard to the label.</summary>
    public static readonly string[] Asides =
    [
        "The {bill|invoice} for <month> was {fine|in order}, this is {about something|something} else.",
        "The {charge|fee} of <amount> from {<month>|last year} has been {cleared up|settled}.",
        "I {paid|transferred} <amount> on <day>, as {always|usual}.",
        "A refund of <amount> {came|arrived} in <month>, so that {matter|part} is closed.",
        "We once {argued|wrote} about {an overdraft|a penalty} fee, long ago.",
        "The {statement|account} {looks|is} correct {otherwise|this time}.",
        "The {router|boiler} was broken in <month> but {has worked|works} since.",
        "Your app {crashed|froze} while I {typed|wrote} this.",
        "The {meter|machine} {had an error|was out of order} {once|last year}, that is over.",
        "The {line|connection} is {stable|good} apart from the odd {crackle|dropout}.",
        "The {lift|screen} {was|had been} stuck {again|for a day}, by the way.",
        "An {engineer|technician} {was here|came} on <day> {anyway|as planned}.",
        "The {appointment|visit} on <day> {stays|remains} as it is.",
        "I {have|keep} my {slot|booking} at <time> on <day>.",
        "We {moved|postponed} the {meeting|visit} once already, in <month>.",
        "I {have time|am free} on <day> {if need be|after <time>}.",
        "We {thought about|considered} {leaving|cancelling} {once|last year} but stayed.",
        "I {closed|ended} {another|an old} {contract|account} in <month>, {no problem there|that is done}.",
        "My {neighbour|sister} {cancelled|left} in <month>, I {did not|stayed}.",
        "We {switched|came} to you from another {provider|bank} in <month>.",
        "The contract {itself|as such} {goes on|continues}, of course.",
        "{Otherwise|By the way}, your {staff|people} are {friendly|always kind}.",
        "<name> was {very|really} {helpful|patient} last time.",
        "We have {mostly|always} been {happy|satisfied} with you.",
        "The last {technician|nurse|conductor} was {lovely|great}.",
        "The new {website|office} {looks|is} {nice|wonderful}.",
        "I {looked|searched} on the {website|help page} first.",
        "I {asked|wanted to know} {something else|about prices} in <month> and {got|had} an answer.",
        "The {leaflet|brochure} {says|explains} {how|when} it works.",
        "What do other {customers|people} do, I {wonder|sometimes wonder}?",
        "Which {form|office} {this|it} belongs to, I {cannot|can't} tell.",
        "I will write {more|again} {later|tomorrow}, if needed.",
        "{Later|Soon} I may {come|drop} by {in person|myself}.",
        "I {wanted|meant} to {call|visit} but write {instead|now}.",
        "{Prices|Fees} are {high|going up} everywhere, I know.",
        "The {price|yearly price} is {fair|all right}, I must say.",
        "My {old|last} supplier {never answered|was no better}.",
        "A {repair|cover} {last year|in <month>} went {fine|smoothly}.",
        "{Email|A letter} or a call, {both are|either is} fine.",
        "My {daughter|son} {helped|helps} me {write|type} this.",
    ];
}
