package draft

// enAsks put a task to somebody in the active or the passive voice:
// "asked the CFO to …", "the CFO was asked to …".
var enAsks = valued(map[string]int{
	"asked": 2, "asks": 2, "ask": 2, "requested": 2, "requests": 2, "instructed": 3, "instructs": 3, "directed": 3, "directs": 3,
	"urged": 2, "urges": 2, "reminded": 1, "reminds": 1, "required": 3, "requires": 3, "tasked": 3, "told": 2, "ordered": 3,
	"called on": 2, "calls on": 2, "called upon": 2, "invited": 1, "invites": 1, "charged": 3, "assigned": 3, "mandated": 3, "assigns": 3,
	"expected": 1, "encouraged": 1, "advised": 1, "authorised": 1, "authorized": 1, "delegated": 2, "commissioned": 2, "nominated": 1, "appointed": 1, "designated": 2, "obliged": 3, "supposed": 1,
})

var enModals = valued(map[string]int{
	"shall": 3, "must": 3, "should": 2, "need to": 2, "needs to": 2, "is to": 3, "are to": 3, "has to": 3, "have to": 3,
	"is responsible for": 2, "are responsible for": 2, "ought to": 2, "must not": 3, "shall not": 3, "should not": 2,
	"must also": 3, "should also": 2, "shall also": 3, "is also to": 3, "are also to": 3, "to": 2, "is required to": 3, "are required to": 3,
	"will need to": 2, "would need to": 1, "will have to": 3, "to also": 2, "had to": 0, "may not": 2,
})

// enPromises follow a subject that speaks of its own plans.
var enPromises = words(`will, would, may, might, could, can, intends, plans`)

// enHeads are the last or only words of names of those who can be asked.
var enHeads = words(`tutors, pupils, parents, heads of year, headteacher, officer, officers, manager, managers, director, directors, head, heads, team, teams, department, departments, office, offices, committee, committees, subcommittee, dean, deans, registrar,
	faculty, faculties, unit, units, staff, nurse, nurses, division, divisions, group, groups, chair, chairs, secretary, treasurer, ceo, cfo, coo, cto, cio, cmo, hr, it, finance, procurement, legal, marketing, sales, operations,
	president, board, council, councils, ministry, ministries, minister, ministers, agency, agencies, branch, branches, school, schools, university, college, colleges, hospital, hospitals, lead, leads, leader, leaders, supervisor, supervisors, engineer, engineers,
	pharmacy, laboratory, security, contractor, contractors, vendor, vendors, supplier, suppliers, consultant, consultants, members, member, librarian, library, provost, chancellor, vice-chancellor, pro-vice-chancellor, principal, professor, lecturers, lecturer, teachers, teacher, students, employees, workers, drivers, controller, comptroller, auditor, auditors,
	counsel, governor, governors, mayor, commissioner, superintendent, chief, chiefs, deputy, deputies, coordinator, coordinators, administrator, administrators, executive, executives, company, companies, bureau, bureaus, authority, authorities, province, provinces, districts, district, communes, city, cities, localities, wards, clinics, clinic,
	management, administration, support, engineering, logistics, qa, pmo, r&d, accounting, accountant, accountants, payroll, facilities, estates, communications, planning, production, quality, owners, owner, physician, physicians, doctors, doctor, surgeons, consultants, matron, pharmacist, pharmacists, editor, editors, analyst, analysts, developer, developers, architect, sponsor, everyone, all, parties, desk, warehouse, maintenance, audit, compliance, treasury, admissions, archivist, bursar, technicians, technician, representatives, delegates, captain, foreman, inspectorate, police, plant, plants, sites, site, subsidiaries, subsidiary, trust, service, services, centre, center, centres, directorate, institute, institutes, programme, chairman, chairwoman, chairperson, clerk, custodian, wing, crew, squad, cell, taskforce, force, panel, who, trustees, partners, partner, tutor, researchers, investigators, investigator`)

var enOthers = words(`suggested, proposed, recommended, recommends, suggests, proposes, wondered, hoped, felt, believed, thought, argued, noted that, observed, members asked, it was suggested, it was proposed, it was noted, reported that, had asked, had requested, previously, last year, last month, earlier, in the past, had been asked, had reminded, commented, expressed`)

var enAgreed = words(`agreed that, decided that, resolved that, concluded that, directed that, stressed that, insisted that, emphasised that, emphasized that, said that, stated that, requested that, required that, asked that, ordered that, reiterated that`)

var enTasks = words(`action, actions, action items, action points, next steps, tasks, to do, to-do, follow-up, follow-ups, follow up, actions agreed, directives, instructions, assignments, conclusions, conclusion, responsibilities, todo, required actions, new actions, actions required, decisions and actions, actions arising`)

var enEvaluation = words(`decisions, status, fyi, results, result, apologies, present, attendance, attendees, date, next meeting, any other business, for information, summary, background, completed, done, updates, update, achievements, matters arising, absent, in attendance, venue, time, distribution, cc, copy to, circulation, highlights, discussion, progress, agenda, participants, minutes, announcements, closed actions, completed actions, key figures, news`)

var enSubjectless = words(`count, advertise, brief, fit, rerun, rewrite, redo, reissue, refit, refresh, relaunch, reschedule, retest, recheck, reallocate, appoint, assign, budget, bring, build, calculate, calibrate, cancel, carry, change, chase, clarify, clear, commission, compare, compile, conclude, conduct, configure, consider, consolidate, convert, correct, cover, debrief, decide, decommission, demonstrate, discuss, dispatch, dispose, distribute, double-check, downgrade, enforce, engage, enrol, enter, estimate, examine, execute, expand, expedite, find, finish, forward, fund, get, give, go, handle, host, highlight, hire, include, integrate, introduce, invoice, isolate, label, liaise, limit, lobby, lock, lower, map, mark, mitigate, modify, obtain, onboard, outline, oversee, paint, patch, phase, pilot, pick, pool, procure, progress, pull, purchase, push, put, quantify, quote, re-advertise, reach, realign, reassess, rebuild, recalculate, receive, recommend, reconfirm, redesign, redistribute, re-examine, refer, refurbish, relocate, remove, reopen, reorganise, rerun, research, reserve, respond, retain, retrieve, roll, rotate, scope, see, seek, send, serve, show, sign, sort, specify, stagger, streamline, summarise, supply, survey, switch, target, tender, trace, transition, update, vet, walk, warn, weigh, withdraw, upload, phone, exercise, ensure, review, prepare, submit, report, complete, circulate, send, draft, update, confirm, arrange, publish, finalise, finalize, check, provide, organise, organize, schedule, follow, contact, implement, develop, investigate, collect, monitor, set, hold, make, produce, share, coordinate, co-ordinate, inform, present, launch, migrate, deploy, fix, test, install, replace, recruit, hire, train, retrain, audit, assess, consult, write, agree, approve, close, open, reduce, increase, improve, strengthen, accelerate, maintain, inspect, verify, obtain, identify, propose, convene, sign, issue, order, buy, pay, book, liaise, clean, repair, upgrade, establish, begin, start, stop, continue, deliver, define, document, escalate, evaluate, explore, gather, hand, keep, look, move, negotiate, notify, plan, post, raise, recover, reconcile, remind, resolve, revise, run, secure, speed, step, table, take, track, translate, work, redeploy, validate, stock, transfer, cut, add, remove, analyse, analyze, speak, meet, call, email, create, design, extend, file, focus, help, invite, lead, list, measure, merge, nominate, offer, perform, print, promote, protect, record, register, release, renew, respond, restore, return, scan, search, select, separate, settle, source, study, suspend, tell, tighten, trial, undertake, use, visit, not, never, also, urgently, immediately, formally, jointly, quickly, promptly, please`)

// enFunction tell English from a Vietnamese name without marks.
var enFunction = words(`the, to, of, and, shall, must, was, were, is, are, by, with, for, at, in, on, has, have, team, action, actions, meeting, minutes, department, report, before, until, prepare, review, complete, draft`)

// enSaid report who said a quotation.
var enSaid = words(`said, stressed, added, told, concluded, noted, insisted, stated`)

// enResolved are those after which even "will" and "would" put a task.
var enResolved = words(`agreed that, decided that, resolved that, concluded that, directed that, requested that, required that, asked that, ordered that`)
