namespace Fdkt.Learning.Samples;

/// <summary>Messages that ask for another time.</summary>
internal static class AppointmentChanges
{
    public static readonly Situation[] All =
    [
        new(
            ["The boiler {man|service} is {due|booked} on <day>, {but|and} {I work|nobody is home} then, {does|would} <day> {suit|work}?",
             "{Could|Can} the {heating|boiler} {check|service} {wait|be put back} {a week|until <month>}?",
             "Instead of <time> {I|we} {need|would like} the boiler {engineer|service} {in the afternoon|after work}."],
            ["My {boss|employer} {called|put} me in.", "The {key|door} is with a neighbour."]),
        new(
            ["{Swapping|Changing} the {old|gas} meter on <day> {is impossible|won't work}, {we are|I am} {in hospital|travelling}, {offer|send} {me|us} another date.",
             "The fitter {for|of} the smart meter may come {earlier|later}, <day> {morning|evening} is {better|free}.",
             "Your card says the meter {exchange|swap} is on <day>, {let us make it|please make that} <day> {after|before} <time>."],
            ["The {cellar|meter cupboard} is locked.", "The {tenant|caretaker} has to {open|be there}."]),
        new(
            ["We {agreed on|arranged} the {insulation|roof} survey for <day>, now {the scaffolding|the ladder} {is late|comes later}, can it {be|wait until} <month>?",
             "The {energy|insulation} adviser {was to|should} {visit|see the loft} on <day>, {I'd prefer|give me} {the week after|<day> instead}.",
             "A {later|different} slot for the {survey|loft visit} {please|would help}, {the builders|my builders} {need|take} {longer|<number> more days}."],
            ["The loft is {full of boxes|not cleared}.", "The {house|roof} dates from 1930."]),
        new(
            ["The {installer|technician} for the {fibre|new line} {is coming|was announced} on <day>, I {have an exam|must be in court}, {another day|next week} please.",
             "{Bring|Put} the {fibre|broadband} {installation|connection} {forward|to an earlier day}, we {move in|get the keys} on <day>.",
             "I {chose|clicked} <day> for the {installation|fitter} {by mistake|too hastily}, it {should be|ought to be} <day>."],
            ["The {drill|wall} needs the landlord's permission.", "I can {be|stay} home {from|until} <time>."]),
        new(
            ["Your {repair|line} {crew|technician} {wants|plans} to come {between <time> and noon|at <time>}, {I only|we only} {get back|finish} at <time>.",
             "{My|Our} line repair on <day> {clashes with|falls on} a {funeral|wedding}, {when else|what about <day>}?",
             "Is a {Saturday|weekend} {visit|slot} {possible|free} for the repair {instead|rather than <day>}?"],
            ["{The dog|My dog} {barks|is nervous}.", "The cable ends {in|behind} the kitchen."]),
        new(
            ["The {parcel|courier} with {the box|my hub} {arrives|is due} on <day>, {please hold|hold} it {until|back to} <day>, {we are away|I am away}.",
             "{Deliver|Bring} the new phone {a day|two days} later than <day>, {the office|our shop} is {closed|shut}.",
             "I {need|want} the {delivery|box} {in the evening|after <time>}, not {at|around} <time> as {your text says|planned}."],
            ["The {bell|intercom} is {on|at} the {side|back} door.", "The neighbours {take|accept} nothing."]),
        new(
            ["I have a {meeting|talk} with the mortgage adviser on <day>, {my wife|my husband} {can't|cannot} {come|join}, {move|shift} it {to <day>|by a week}.",
             "{We|My partner and I} {need|would need} {more time|another week} before the mortgage {meeting|interview} {with <name>|in the branch}.",
             "<name> {expects|is expecting} us at <time> {about|for} the house loan, {half an hour|an hour} later {suits|is better for} us."],
            ["The {survey|valuation} of the house is {not ready|late}.", "We {saved|put aside} <amount>."]),
        new(
            ["The {branch|bank} {booked|gave} me <day> {for|to open} the {student|business} account, {lectures|classes} {start|run} then, is {a slot|anything} free {on|after} <day>?",
             "{Let's postpone|I have to postpone} the talk {on|about} my {pension|investments} {to|until} {<month>|next month}.",
             "The video call {about|on} {my savings|the pension} {at <time>|on <day>} {is too early|comes too early}, {try|how about} <time>."],
            ["My {passport|identity card} is being renewed.", "I {moved|came} to <town> in <month>."]),
        new(
            ["I {reserved|arranged} {help|assistance} {with|for} my wheelchair on the <time>, {now|but} I {travel|leave} {a day later|on <day>}.",
             "The {ramp|assistance} {booked|ordered} for <day> {is now needed|should be there} for the <time> instead.",
             "My {father|mother} {takes|needs} the {later|earlier} train to <town>, {rebook|transfer} the {boarding help|porter} {please|to that one}."],
            ["{He|She} {walks|gets about} with {a frame|two sticks}.", "Someone {meets|waits for} us at <town>."]),
        new(
            ["{Our|The} {school class|group} of <number> {wants|has} to {travel|ride} on <day> {instead of|not} <day>, {are seats|is a coach} free?",
             "{Please swap|Can I swap} my {seat|reserved seat} on the <time> for {the|one on the} <time> {train|service}?",
             "The {reservation|group seats} to <town> {must|should} {go|be moved} from <day> to <day>, {the museum|the theatre} {changed|moved} {its|the} date."],
            ["We are <number> {children|pupils} and two teachers.", "The {coach|hotel} is {paid|arranged}."]),
        new(
            ["My blood {test|sample} is {at|on} <time>, {I eat|I must eat} before {work|noon}, {is|do you have} {anything|a place} {earlier|before eight}?",
             "My {son|daughter} is {down|listed} for {bloods|the blood test} on <day> and has a {fever|cold}, {what about|rather} {a week later|<day>}.",
             "{Put|Move} me {on|to} <day> for the blood {test|sample}, <day> is {a bank holiday|my first day at work}."],
            ["I {have to|must} fast {before|beforehand}.", "The {letter|form} is from Doctor <name>."]),
        new(
            ["{My|The} {knee|shoulder} exercises with {the physio|<name>} on <day> {overlap|collide} with a {shift|school meeting}, {is <day> open|another hour please}.",
             "I {hoped|would like} to {see|visit} the physiotherapist {sooner|earlier} than {planned|the card says}.",
             "{The physio|My session} {at <time>|on <day>} is {too soon|too early} after the {operation|surgery}, {two weeks later|<month>} {would do|is fine}."],
            ["The {plaster|cast} comes off in <month>.", "I {come|travel} by bus from <town>."]),
        new(
            ["The {dentist|hygienist} expects me on <day>, {I'm|I am} {stuck|away} {abroad|in <town>}, {the next|any} free {slot|hour} {after|from} <day> would do.",
             "{Can|Could} {my daughter|my son} {see|go to} the {dentist|hygienist} {straight after|after} school {instead of|not at} <time>?",
             "{Tooth cleaning|The filling} on <day> {cannot|can't} {happen|take place}, {I|we} {caught|have} the flu, {give|find} {me|us} {a later|another} {day|date}."],
            ["It is {a filling|the upper left tooth}.", "{She|He} is {afraid|nervous} of the drill."]),
        new(
            ["The {baby's|twins'} {vaccination|jab} on <day> {comes|is} {before|during} our {trip|move}, can it be {earlier|later}?",
             "{I|We} would rather bring {the baby|our twins} in for the jab {at <time>|in the morning} {than|and not} at <time>.",
             "{The|My} {flu|travel} jab {is set for|falls on} <day>, {my doctor|the nurse} advised {me to wait|waiting} until <month>."],
            ["{He|She} was {born|due} in <month>.", "The {health|red} book {is with|has to come with} us."]),
    ];
}
