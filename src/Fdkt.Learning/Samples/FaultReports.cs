namespace Fdkt.Learning.Samples;

/// <summary>Messages that say something does not work.</summary>
internal static class FaultReports
{
    public static readonly Situation[] All =
    [
        new(
            ["The {whole|entire} street has been {dark|without power} since <time>, even the {lamps|traffic lights} are off.",
             "{We have|There is} no electricity {on our road|in the building} {since <day>|again}, the {neighbours|shops} {sit|are} in the dark {too|as well}.",
             "Half of <town> {lost|is without} {power|current} after the {storm|thunder} and nothing {has come|is} back."],
            ["The fuses {are fine|look normal}.", "The {freezer|fridge} is {thawing|getting warm}."]),
        new(
            ["The {display|screen} of the {smart|new} meter {stays|is} {blank|black} and {it sends nothing|no reading arrives}.",
             "{My|The} in-home {display|monitor} {shows|has shown} {dashes|zero} {since <day>|all week}, {although|while} the {kettle|oven} runs.",
             "The meter {hums|clicks} and {its numbers|the digits} {jump|freeze} {at <number>|every few minutes}."],
            ["It was {fitted|installed} in <month>.", "I {tried|pressed} both buttons."]),
        new(
            ["The {boiler|heating} {loses|drops} pressure {every night|after an hour} and {locks out|shows an error} with code <number>.",
             "Only cold water {comes|runs} {from the taps|in the shower}, the boiler {clicks|coughs} and {gives up|goes out}.",
             "{Water|Something} {drips|leaks} {under|from} the boiler and the {radiators|pipes} {stay|are} cold."],
            ["{We|I} have a {baby|small child} in the house.", "The service was {done|made} last <month>."]),
        new(
            ["I {topped up|loaded} <amount> on the {prepayment|meter} key, {but|and} the {credit|money} {does not|won't} show.",
             "The {prepayment|top-up} key is {rejected|not read} {whenever|each time} I {push|put} it in, {the flat|we} may go off {tonight|soon}.",
             "The {corner shop|kiosk} took {the money|<amount>} for my top-up and the meter {says|reports} {error|card fault}."],
            ["The {emergency credit|reserve} ends {tonight|by <time>}.", "The {kiosk|shop} printed a receipt."]),
        new(
            ["{Every evening|From <time> on} the {internet|connection} {drops|cuts out}, video calls {freeze|break off} {in mid sentence|all the time}.",
             "The broadband {crawls|is down to <number> megabits} {after dinner|in the evening} and {nothing loads|pages time out}.",
             "{Our|The} wifi {comes and goes|vanishes} every {few|ten} minutes, {on all|whatever} {devices|laptop we use}."],
            ["I {restarted|rebooted} the {router|hub} <number> times.", "We both {work|study} from home."]),
        new(
            ["The {router|hub} {blinks|glows} {red|orange} {since|after} the {update|storm} and {won't|does not} {start|connect}.",
             "A {red|steady red} light is on the {box|router}, there is no {signal|line} {at all|since <day>}.",
             "The {fibre|white} box on the wall {is dead|has no lights}, {probably|perhaps} {hit by lightning|after roadworks}."],
            ["I {tried|swapped} {another|the} cable.", "The {workmen|builders} dug up the pavement."]),
        new(
            ["There is a {loud|constant} {crackle|hum} on the {telephone|phone} line and {callers|people} {cannot hear|hardly hear} {us|me}.",
             "My {mother's|parents'} landline {is silent|has no dial tone}, {pressing|and} the alarm {does|button does} nothing.",
             "Incoming calls {ring once|go to a stranger} and {end|are lost}, outgoing ones {work|are fine}."],
            ["{We|I} {tested|tried} a second handset.", "She is <number> and lives alone."]),
        new(
            ["The {banking|mobile} app {closes|crashes} {right after|during} {login|the fingerprint check} {on my phone|since the update}.",
             "{Logging in|The login} {ends|stops} with error <number>, I {cannot see|can't reach} my {balance|account} {since <day>|at all}.",
             "The {security|confirmation} codes {never arrive|come an hour late}, so {no transfer|nothing} {goes through|can be sent}."],
            ["I {reinstalled|deleted and installed} it.", "The phone is {new|a year old}."]),
        new(
            ["The cash machine {at|near} the {station|market} {swallowed|kept} my card and {shut down|went black}.",
             "Your {machine|ATM} in <town> {counted|rattled}, {gave|paid out} no {notes|cash} and {the display died|restarted}.",
             "The {deposit|coin} machine {jams|is jammed} {again|since <day>}, {half my notes|<number> notes} are stuck {inside|in it}."],
            ["It was {around|about} <time>.", "A {queue|line} of people saw it."]),
        new(
            ["My {card|debit card} is {declined|refused} {in every shop|at each till}, {although|while} {the balance|there} is {plenty|fine}.",
             "{Contactless|Tapping} {stopped working|fails} {since <day>|with the new card}, the {reader|terminal} {beeps|says no}.",
             "The {chip|strip} of {my|the new} card {cannot be read|is not recognised} {anywhere|by any till}."],
            ["The {cashier|waiter} tried <number> times.", "The old one was {cut up|destroyed}."]),
        new(
            ["The ticket machine {on platform <number>|at <town>} {is frozen|hangs} on the {start|payment} screen, {people queue|nobody can buy}.",
             "{Both|All} {ticket|the} gates at <town> {stay shut|reject} {valid passes|every pass} this morning.",
             "The {departure|information} board at <town> {shows|displays} {yesterday's|the wrong} trains."],
            ["Nobody is {at|behind} the counter.", "I {nearly|almost} missed the <time>."]),
        new(
            ["The {heating|air conditioning} in {coach|carriage} <number> {is dead|blows cold air}, we {sat|are sitting} in {coats|scarves}.",
             "The {rear|last} door of the <time> {does not|won't} {open|close}, {and|while} the toilet is {locked|blocked}.",
             "A window {rattles|is cracked} and {water|rain} {runs|drips} on the seats in coach <number>."],
            ["It is the {same|old} train each {morning|day}.", "The {guard|conductor} knows about it."]),
        new(
            ["The lift {to|at} platform <number> {is stuck|stands still} {again|since <day>}, {my wheelchair|a pram} {cannot|can't} get up.",
             "The escalator {squeals|has stopped} and the lift {smells|is dark}, {older|disabled} passengers {are stranded|have no way}.",
             "The {help|emergency} button at <town> {makes no sound|is not answered} and the {lamp|light} {over|above} the stairs {flickers|is out}."],
            ["{I use|My son uses} a wheelchair.", "There are <number> steps."]),
        new(
            ["The {patient|online} portal {shows|gives} {a white page|error <number>} {when|whenever} I {open|want to see} my {results|prescriptions}.",
             "The {video|online} consultation {had no sound|froze} {twice|from start to end}, the doctor {could not hear|lost} me.",
             "The {check-in|arrival} screen in the {waiting room|clinic} {does not|won't} {read|accept} {my|any} {card|date of birth}."],
            ["I {tried|used} {two browsers|the phone and a laptop}.", "The {desk|receptionist} shrugged."]),
    ];
}
